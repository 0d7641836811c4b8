"""The Sleigh as its master sees it."""

from typing import Any, Callable, Dict, Iterable, List, NoReturn, Optional, Sequence, Tuple, Union

from nws.client import NetWorkSpace, NwsServer
from nws.sleigh.exceptions import SleighIllegalValueException, nws_errors
from nws.sleigh.group import Group
from nws.sleigh.jobs import elements
from nws.sleigh.jobs.call_options import CallOptions
from nws.sleigh.jobs.chunk_sizer import ChunkSizer, ShareSizer
from nws.sleigh.jobs.element_run import ElementRun
from nws.sleigh.jobs.elements import Elements
from nws.sleigh.jobs.feeder import Feeder
from nws.sleigh.jobs.job import Job
from nws.sleigh.jobs.progress import SleighProgress
from nws.sleigh.jobs.task_options import TaskOptions, checked_tags
from nws.sleigh.pending import SleighPending
from nws.sleigh.results import SleighResultIterator
from nws.sleigh.workers.launch_options import LaunchOptions
from nws.sleigh.workers.launchers import launcher
from nws.sleigh.workers.standing_farm import StandingFarm
from nws.sleigh.workers.start import Start

_NO_ARGUMENTS: List[Any] = []
_NO_ELEMENTS: List[List[Any]] = [[]]

Results = Union[Any, SleighPending]
Progress = Optional[Callable[[SleighProgress], Any]]


class Sleigh:
    """A group of workers that run tasks: functions, or code in Python, JavaScript, C# or R. Its options are keywords:

    ``launch``: how to start the workers. ``'local'``: on this machine. ``sshcmd``, ``sshforwardcmd``, ``rshcmd``,
    ``sruncmd``, ``lsfcmd``, or a name, ``'ssh'``, ``'rsh'``, ``'srun'``, ``'lsf'``: by that program on the nodes. A
    function of a host and a dictionary of options: by the command it returns, to which the worker's is added. A text or
    list of words with ``{command}`` in it, maybe ``{host}`` and ``{user}``: by that command. ``'web'``: by people.
    ``workerCount``: how many worker processes to start on this machine.
    ``nodeList``: the hosts to start workers on, one for each name. Instead of a name, a dictionary with ``host`` and
    options that hold for this node. By default the hosts of the batch system that this program is a job of, else three
    times ``localhost``.
    ``nwsHost``, ``nwsPort``: the server, by default that of ``NWS_SERVER``, else localhost:8765.
    ``nwsHostRemote``, ``nwsPortRemote``: where workers reach the server; by default the same, for workers elsewhere
    this machine's name instead of ``localhost``.
    ``scriptDir``, ``scriptName``: where the program of workers is on the nodes; by default ``nws`` on the ``PATH``.
    Here it is the command ``nws``, found through ``NWS_CLI`` or on the ``PATH``. ``scriptExec``: a function, as
    ``envcmd``, of host, variables and options that returns the beginning of the worker's command.
    ``modulePath``: a directory in which the workers look for modules first. Those here find what this program finds.
    ``workingDir``: the current directory of the workers; by default that of this process.
    ``logDir``: a directory, on the machine of the worker, for a file with what it says; by default there is none.
    ``outfile``: a file here to which is added what all workers say. ``verbose``: show it on stderr.
    ``user``: whom to log in as on the nodes. ``tags``: what these workers have, for jobs that want it.
    ``wsNameTemplate``, ``userWsNameTemplate``: names of the two workspaces, with ``%d`` for a number.
    ``waitForWorkers``: false returns before the workers have joined: ``status`` tells how many have.

    A value of ``user``, ``nwsHostRemote``, ``nwsPortRemote``, ``scriptExec``, ``scriptDir``, ``scriptName``,
    ``modulePath``, ``workingDir``, ``logDir`` and ``tags`` may be a dictionary by host, with ``default`` for others.

    The constructor returns when all workers have joined. ``SleighScriptException`` if they cannot be started,
    ``SleighJoinException`` if one does not join, with the node and what was said there, ``SleighNwsException`` if the
    server cannot be reached, ``SleighIllegalValueException`` for impossible options.

    Workers end with the ``with`` block, with ``stop``, with this object, and at the latest with this process. One that
    dies is replaced, and the task it had runs again; a task that takes five workers with it fails with ``WorkerLost``.
    Threads may share a Sleigh.
    """

    def __init__(self, *, launch: Any = "local", workerCount: int = 3, nodeList: Optional[Sequence[Any]] = None,
                 nwsHost: Optional[str] = None, nwsPort: Optional[int] = None, nwsHostRemote: Any = None,
                 nwsPortRemote: Any = None, scriptExec: Any = None, scriptDir: Any = None, scriptName: Any = None,
                 modulePath: Any = None, workingDir: Any = None, logDir: Any = None, user: Any = None,
                 wsNameTemplate: str = "sleigh_ride_%04d", userWsNameTemplate: str = "sleigh_user_%04d",
                 verbose: bool = False, outfile: Optional[str] = None, tags: Any = None,
                 waitForWorkers: bool = True) -> None:
        values = {"user": user, "nwsHostRemote": nwsHostRemote, "nwsPortRemote": nwsPortRemote,
                  "scriptExec": scriptExec, "scriptDir": scriptDir, "scriptName": scriptName,
                  "modulePath": modulePath, "workingDir": workingDir, "logDir": logDir, "tags": tags}
        start = Start(LaunchOptions(workerCount, nodeList, values, verbose, outfile), launcher(launch))
        with nws_errors():
            server = NwsServer(nwsHost, nwsPort, grace=0)
        try:
            with nws_errors():
                self.nws = server.openWs(server.mktempWs(wsNameTemplate))
                """The workspace of the Sleigh itself."""
                self.userNws = server.openWs(server.mktempWs(userWsNameTemplate))
                """A workspace for the tasks' own use, which they know as ``SleighUserNws``."""
                workers = start.workers(self.nws, self.userNws)
        except BaseException:
            server.close()
            raise
        self._group = Group(server, self.nws, workers)
        try:
            with self._group.errors():
                start.await_workers(workers, waitForWorkers)
        except BaseException:
            self.stop()
            raise

    @classmethod
    def attach(cls, name: str, *, nwsHost: Optional[str] = None, nwsPort: Optional[int] = None) -> "Sleigh":
        """Use the workers of a standing farm, as ``nws farm start`` makes them; ``SleighException`` if there is none.

        Other programs may do so at the same time. Workers come and go; ``eachWorker`` means those that are there when
        it is called. ``stop`` leaves the farm, which goes on.
        """
        sleigh = cls.__new__(cls)
        with nws_errors():
            server = NwsServer(nwsHost, nwsPort, grace=0)
        try:
            with nws_errors():
                farm = StandingFarm(server, name)
        except BaseException:
            server.close()
            raise
        sleigh.nws, sleigh.userNws = farm.workspace, farm.user_workspace
        sleigh._group = Group(server, farm.workspace, farm)
        return sleigh

    @property
    def workerCount(self) -> int:
        """How many workers there are to be; once the group is closed, how many have joined. How many a farm has."""
        return self._group.workers.count

    def eachElem(self, fun: Any, elementArgs: Any = _NO_ELEMENTS, fixedArgs: Any = _NO_ARGUMENTS, *,
                 type: Optional[str] = None, blocking: bool = True, argPermute: Optional[Sequence[int]] = None,
                 loadFactor: Optional[float] = None, accumulator: Any = None, language: str = "python",
                 chunkSize: Optional[int] = None, sandbox: bool = False, failFast: bool = False,
                 timeLimit: Optional[float] = None, rngSeed: Optional[int] = None, tags: Sequence[str] = (),
                 priority: int = 0, progress: Progress = None, output: Any = None) -> Results:
        """Run a function, or code as text, once for each element of lists; the list of results, in order.

        ``fun``: a function, a method of an object, or anything else that can be called; or code as text.
        ``elementArgs``: a list with a list (or other iterable) of values for each varying argument; if there is only
        one, that list itself. The shortest one counts. Or a dictionary: then the result is one with the same keys.
        ``fixedArgs``: further arguments, the same for all elements; anything but a list is one argument.
        ``argPermute``: positions in varying and fixed arguments: which to pass, and in which order.
        ``type``: ``'invoke'`` (the default for functions; as text: a name, or the text of a function), ``'eval'`` (the
        default for text, which finds its arguments in ``SleighArguments``) or ``'define'`` (leaves the function in the
        workers that run it, under its name, a lambda as ``SleighFunction``; rather for ``eachWorker``).
        ``blocking``: false submits all tasks and returns a ``SleighPending`` at once.
        ``loadFactor``: put at most so many tasks per worker into the workspace at a time; only if blocking.
        ``accumulator``: a function to be called, as results arrive, with a list of values and a list of the numbers (in
        a dictionary the keys) of their elements; or an object whose method ``result`` is called so, for failed ones its
        method ``error`` if it has one. Then there is no list of results in the end, but what its method ``value``
        returns, else None.
        ``language``: of the text: ``'python'``, ``'javascript'``, ``'csharp'`` or ``'r'``.
        ``chunkSize``: how many elements make a task; by default as many as take some milliseconds.
        ``sandbox``: run JavaScript that nobody vouches for: with strict limits, no workspaces, each task by itself.
        ``failFast``: raise the first failure at once; what waits is not run, what runs is ended.
        ``timeLimit``: seconds that an element may take; one that takes longer is ended and fails with ``TaskTimeout``.
        ``rngSeed``: makes random numbers repeatable: those of an element depend on this number and its own only.
        ``tags``: which tags a worker must have to run these tasks.
        ``priority``: tasks of a higher one run before those that wait; a point is worth ten seconds of waiting.
        ``progress``: a function that is told how far the call is, a ``SleighProgress``, each time results arrive.
        ``output``: a function that gets what the tasks print, while they run, or True to print it here: docs/python.md.

        A failed element has a ``SleighTaskException`` in the place of its value. How functions travel, and which do
        not (``SleighIllegalValueException`` then says why), tells docs/python.md.
        """
        taken = elements.of_lists(elementArgs)
        call = CallOptions(accumulator, chunkSize, loadFactor, failFast, progress, output)
        job = self._begin(fun, TaskOptions(type, language, fixedArgs, argPermute, sandbox, timeLimit, rngSeed, tags,
                                           priority), call, taken)
        with self._group.errors(job):
            most = self._group.workers.most_tasks_per_worker
            run = ElementRun(job, taken, ChunkSizer(self._workers(tags), chunkSize),
                             lambda: call.limit(self._workers(tags), most))
            if blocking:
                self._group.finish(run)
                self._group.end(job)
                return job.collector.results()
            taken.gather()
            if most is None:
                ElementRun(job, taken, ShareSizer(self._workers(tags), chunkSize)).submit_all()
            else:
                job.expected = taken.left
                Feeder(run).start()
        return SleighPending(self._group, job)

    def eachWorker(self, fun: Any, *workerArgs: Any, type: Optional[str] = None, blocking: bool = True,
                   accumulator: Any = None, language: str = "python", failFast: bool = False,
                   timeLimit: Optional[float] = None, rngSeed: Optional[int] = None, progress: Progress = None,
                   output: Any = None) -> Results:
        """Run a function, or code as text, exactly once on every worker, with the same arguments; the results, by rank.

        The keyword arguments are those of ``eachElem``.
        """
        with self._group.errors():
            ranks = self._group.workers.ranks()
        call = CallOptions(accumulator, failFast=failFast, progress=progress, output=output)
        job = self._begin(fun, TaskOptions(type, language, list(workerArgs), timeLimit=timeLimit, rngSeed=rngSeed),
                          call, Elements(iter([]), len(ranks)))
        with self._group.errors(job):
            for rank in ranks:
                job.submit_to(rank)
            pending = SleighPending(self._group, job)
            return pending.wait() if blocking else pending

    def imap(self, fun: Any, *iterables: Iterable[Any], type: Optional[str] = None, loadFactor: float = 10,
             language: str = "python", chunkSize: int = 1, sandbox: bool = False, failFast: bool = False,
             timeLimit: Optional[float] = None, rngSeed: Optional[int] = None, tags: Sequence[str] = (),
             priority: int = 0, progress: Progress = None, output: Any = None) -> SleighResultIterator:
        """Run a function, or code as text, for the elements of iterables, which may be endless; the results, lazily.

        ``iterables``: one for each argument of the function; the shortest one counts. ``loadFactor``: how many tasks
        per worker are at most on their way or waiting to be returned. The other arguments are those of ``eachElem``.
        """
        if not iterables:
            raise SleighIllegalValueException("imap needs an iterable for each argument of the function")
        for each in iterables:
            elements.check_iterable("imap", each)
        tasks = TaskOptions(type, language, _NO_ARGUMENTS, None, sandbox, timeLimit, rngSeed, tags, priority)
        call = CallOptions(None, chunkSize, loadFactor, failFast, progress, output)
        return self._iterate(fun, elements.of_iterables(list(iterables)), tasks, call)

    def starmap(self, fun: Any, iterable: Iterable[Any], *, type: Optional[str] = None, loadFactor: float = 10,
                language: str = "python", chunkSize: int = 1, sandbox: bool = False, failFast: bool = False,
                timeLimit: Optional[float] = None, rngSeed: Optional[int] = None, tags: Sequence[str] = (),
                priority: int = 0, progress: Progress = None, output: Any = None) -> SleighResultIterator:
        """Like ``imap``, but the elements of the iterable are the tuples of arguments."""
        elements.check_iterable("starmap", iterable)
        tasks = TaskOptions(type, language, _NO_ARGUMENTS, None, sandbox, timeLimit, rngSeed, tags, priority)
        call = CallOptions(None, chunkSize, loadFactor, failFast, progress, output)
        return self._iterate(fun, elements.of_tuples(iterable), tasks, call)

    def status(self, closeGroup: bool = False, timeout: float = 0.0) -> Tuple[int, bool]:
        """How many workers have joined and run, and whether the group is closed: whether no more can join.

        It closes by itself when all have joined; a call waits for that up to ``timeout`` seconds. Then, with
        ``closeGroup``, it is closed, and the Sleigh goes on with those that have joined.
        """
        with self._group.errors():
            return self._group.workers.status(closeGroup, timeout)

    def workerInfo(self) -> List[Dict[str, Any]]:
        """What the workers said of themselves when they joined, by rank: ``host``, ``pid``, ``name``, ``tags``, ..."""
        introductions = self._group.workers.introductions
        return [introductions[rank] for rank in sorted(introductions)]

    def export(self, name: str, value: Any) -> None:
        """Make a global variable for the tasks of later jobs, in every language."""
        with self._group.errors():
            self._group.exports.add(name, value=value)

    def unexport(self, name: str) -> None:
        """Take such a variable away."""
        with self._group.errors():
            self._group.exports.add(name)

    def stop(self) -> None:
        """Stop the workers and delete the workspaces; leave a farm. Later calls do nothing."""
        self._group.stop()

    def _iterate(self, fun: Any, taken: Elements, tasks: TaskOptions, call: CallOptions) -> SleighResultIterator:
        if not call.loadFactor or call.loadFactor < 0:
            raise SleighIllegalValueException(f"loadFactor is more than 0, not {call.loadFactor}")
        step = call.chunkSize or 1
        job = self._begin(fun, tasks, call, taken)
        run = ElementRun(job, taken, ChunkSizer(self._workers(tasks.tags), step))
        tasks_under_way = call.limit(self._workers(tasks.tags), self._group.workers.most_tasks_per_worker)
        return SleighResultIterator(self._group, run, (tasks_under_way or 1) * step, step)

    def _begin(self, fun: Any, tasks: TaskOptions, call: CallOptions, taken: Elements) -> Job:
        call.check()
        return self._group.begin(tasks.record(fun), call.collector(taken), tasks.priority, call.output)

    def _workers(self, tags: Sequence[str]) -> int:
        """How many workers run tasks that want some tags."""
        return max(1, len(self._group.ranks(checked_tags(tags))) if tags else self.workerCount)

    def __enter__(self) -> "Sleigh":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a Sleigh belongs to its process and cannot be pickled; tasks share values in SleighUserNws")

    def __str__(self) -> str:
        return f"Sleigh of {self.workerCount} workers"

    def __repr__(self) -> str:
        return f"<{self} in workspace {self.nws.currentWs()!r}>"
