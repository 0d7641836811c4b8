"""The Sleigh as its master sees it."""

import contextlib
import itertools
import os
import sys
import time
import weakref
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple, Union

from nws.client import NetWorkSpace, NwsServer
from nws.exceptions import NwsException
from nws.sleigh import arguments
from nws.sleigh.crew import Crew, find_command
from nws.sleigh.exceptions import (SleighException, SleighIllegalValueException, SleighJoinException,
                                   SleighNwsException, SleighStoppedException, nws_errors)
from nws.sleigh.functions import as_code
from nws.sleigh.job import Accumulator, Job
from nws.sleigh.pending import SleighPending

_JOIN_SECONDS = 60
_POLL_SECONDS = 0.2
_NO_ARGUMENTS: List[Any] = []

Results = Union[Optional[List[Any]], SleighPending]


class Sleigh:
    """A group of workers that run tasks: functions, or code in Python, JavaScript or C#.

    ``workerCount``: how many worker processes to start on this machine.
    ``nwsHost``, ``nwsPort``: the server, by default that of ``NWS_SERVER``, else localhost:8765.
    ``launch``: how to start the workers; ``'local'`` is the only way.
    ``wsNameTemplate``, ``userWsNameTemplate``: names of the two workspaces, with ``%d`` for a number.
    ``modulePath``: a directory in which the workers look for modules first.
    ``workingDir``: that of the workers; by default that of this process.
    ``verbose``: show on stderr what the workers say.

    ``SleighScriptException`` if the workers cannot be started, ``SleighJoinException`` if they do not join. They end
    with the ``with`` block, with ``stop``, with this object, and at the latest with this process.
    """

    def __init__(self, *, workerCount: int = 3, nwsHost: Optional[str] = None, nwsPort: Optional[int] = None,
                 launch: str = "local", wsNameTemplate: str = "sleigh_ride_%04d",
                 userWsNameTemplate: str = "sleigh_user_%04d", modulePath: Optional[str] = None,
                 workingDir: Optional[str] = None, verbose: bool = False) -> None:
        if workerCount < 1:
            raise SleighIllegalValueException(f"workerCount is 1 or more, not {workerCount}")
        if launch != "local":
            raise SleighIllegalValueException(f"launch is 'local', not {launch!r}")
        command = find_command()
        self.workerCount = workerCount
        """How many workers the Sleigh was made with."""
        self._jobs = itertools.count(1)
        with nws_errors():
            self._server = NwsServer(nwsHost, nwsPort)
        try:
            with nws_errors():
                self.nws = self._open(wsNameTemplate)
                """The workspace of the Sleigh itself."""
                self.userNws = self._open(userWsNameTemplate)
                """A workspace for the tasks' own use, which they know as ``SleighUserNws``."""
                self._prepare()
            command += self._arguments(modulePath)
            self._crew = Crew(workerCount, command, _environment(), workingDir, verbose)
        except BaseException:
            self._server.close()
            raise
        self._finalizer = weakref.finalize(self, _shut_down, os.getpid(), self._server, self._crew,
                                           self.nws.currentWs())
        try:
            self._await_workers()
        except BaseException:
            self.stop()
            raise

    def eachElem(self, fun: Any, elementArgs: Any = (), fixedArgs: Any = _NO_ARGUMENTS, *, type: Optional[str] = None,
                 argPermute: Optional[Sequence[int]] = None, blocking: bool = True,
                 accumulator: Optional[Accumulator] = None, loadFactor: Optional[float] = None,
                 language: str = "python", chunkSize: int = 1) -> Results:
        """Run a function, or code as text, once for each element of lists; the list of results, in order.

        ``elementArgs``: a list with a list of values for each varying argument; if there is only one, that list itself.
        ``fixedArgs``: further arguments, the same for all elements; anything but a list is one argument.
        ``argPermute``: positions in varying and fixed arguments: which to pass, and in which order.
        ``type``: ``'invoke'`` (the default for functions; as text: a name, or the text of a function), ``'eval'`` (the
        default for text, which finds its arguments in ``SleighArguments``) or ``'define'``.
        ``blocking``: false returns a ``SleighPending`` at once.
        ``accumulator``: a function to be called, as results arrive, with a list of values and a list of the numbers of
        their elements; then there is no list of results in the end.
        ``loadFactor``: put at most so many tasks per worker into the workspace at a time; only if blocking.
        ``language``: of the text: ``'python'``, ``'javascript'``, ``'csharp'`` or ``'r'``.
        ``chunkSize``: how many elements make a task.

        A failed element has a ``SleighTaskException`` in the place of its value.
        """
        if chunkSize < 1:
            raise SleighIllegalValueException(f"chunkSize is 1 or more, not {chunkSize}")
        tasks = arguments.chunks(arguments.varying(elementArgs), chunkSize)
        job = self._begin(fun, type, language, fixedArgs, argPermute, accumulator)
        bound = None
        if blocking and loadFactor is not None and loadFactor > 0:
            bound = max(int(loadFactor * self.workerCount), self.workerCount) * chunkSize
        with self._errors(job):
            for tag, elements in tasks:
                job.submit(tag, elements)
                if bound is not None:
                    self.wait(job, bound - 1)
            return self._end(job, blocking)

    def eachWorker(self, fun: Any, *workerArgs: Any, type: Optional[str] = None, blocking: bool = True,
                   accumulator: Optional[Accumulator] = None, language: str = "python") -> Results:
        """Run a function, or code as text, once on every worker, with the same arguments; the results, by rank.

        The keyword arguments are those of ``eachElem``.
        """
        job = self._begin(fun, type, language, list(workerArgs), None, accumulator)
        with self._errors(job):
            for rank in range(self.workerCount):
                job.submit_to(rank)
            return self._end(job, blocking)

    def status(self, closeGroup: bool = False, timeout: float = 0.0) -> Tuple[int, bool]:
        """How many workers there are, and whether the group is closed.

        It is: a Sleigh of local workers waits for all of them when it is made, so nothing is left to close or wait for.
        """
        with self._errors():
            return self._crew.size - self._crew.ended, True

    def stop(self) -> None:
        """Stop the workers and delete the workspaces. Later calls do nothing."""
        self._finalizer()

    def gather(self, job: Job) -> None:
        """Take the results of a job that are there."""
        with self._errors():
            while job.outstanding and job.gather():
                pass

    def wait(self, job: Job, bound: int = 0) -> None:
        """Take results until no more than ``bound`` elements are outstanding."""
        with self._errors():
            while job.outstanding > bound:
                if not job.gather(_POLL_SECONDS) and self._crew.ended:
                    self._mourn(job)

    def _open(self, template: str) -> NetWorkSpace:
        return self._server.openWs(self._server.mktempWs(template))

    def _prepare(self) -> None:
        self.nws.declare("workerCount", "single")
        self.nws.store("workerCount", self.workerCount)
        for rank in range(self.workerCount):
            self.nws.store("rank", rank)

    def _arguments(self, modulePath: Optional[str]) -> List[str]:
        arguments = ["worker", "--server", str(self._server.connection.address),
                     "--sleigh", self.nws.currentWs(), "--user", self.userNws.currentWs()]
        return arguments if modulePath is None else [*arguments, "--module-path", os.path.abspath(modulePath)]

    def _await_workers(self) -> None:
        deadline = time.monotonic() + _JOIN_SECONDS
        joined = 0
        with self._errors():
            while joined < self.workerCount:
                if self.nws.fetchTry("joined", timeout=_POLL_SECONDS) is not None:
                    joined += 1
                elif self._crew.ended:
                    raise SleighJoinException(self._crew.obituary())
                elif time.monotonic() > deadline:
                    raise SleighJoinException(f"{joined} of {self.workerCount} workers joined in {_JOIN_SECONDS} s")

    def _begin(self, fun: Any, type: Optional[str], language: str, fixedArgs: Any, argPermute: Optional[Sequence[int]],
               accumulator: Optional[Accumulator]) -> Job:
        kind, code = as_code(fun, type, language)
        record = {"language": language, "type": kind, "code": code, "fixed": arguments.fixed(fixedArgs),
                  "permute": arguments.permutation(argPermute)}
        with self._errors():
            return Job(self.nws, next(self._jobs), record, accumulator)

    def _end(self, job: Job, blocking: bool) -> Results:
        if not blocking:
            return SleighPending(self, job)
        self.wait(job)
        return job.results()

    def _mourn(self, job: Job) -> None:
        """See what the death of workers means for a job. Others run the tasks they had, except those for them alone."""
        # The server frees a dead worker's rank after it has taken everything the worker sent, so the results come next.
        free_ranks = list(self.nws.ifindTry("rank"))
        self.gather(job)
        if job.outstanding and self._crew.ended == self._crew.size:
            raise SleighException(f"all workers have ended; {self._crew.obituary()}")
        for rank in free_ranks:
            job.lose(rank)

    @contextlib.contextmanager
    def _errors(self, job: Optional[Job] = None) -> Iterator[None]:
        """Name the errors in the block as this package does; after any, withdraw the tasks of the job."""
        if not self._finalizer.alive:
            raise SleighStoppedException("the Sleigh has been stopped")
        try:
            with nws_errors():
                yield
        except BaseException as error:
            if job is not None:
                with contextlib.suppress(NwsException):
                    job.withdraw()
            if isinstance(error, SleighNwsException) and not self._finalizer.alive:
                raise SleighStoppedException("the Sleigh has been stopped") from None
            raise

    def __enter__(self) -> "Sleigh":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def __str__(self) -> str:
        return f"Sleigh of {self.workerCount} workers"


def _environment() -> Dict[str, str]:
    """The workers' environment: Python as here, and modules found where this program finds its own."""
    environment = dict(os.environ)
    environment.setdefault("NWS_PYTHON", sys.executable)
    script = getattr(sys.modules["__main__"], "__file__", None)
    if script:
        paths = [os.path.dirname(os.path.abspath(script)), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return environment


def _shut_down(process: int, server: NwsServer, crew: Crew, workspace: str) -> None:
    if os.getpid() != process:
        return  # a child made by fork ends; the Sleigh is its parent's
    with contextlib.suppress(NwsException):
        server.deleteWs(workspace)
    server.close()
    crew.stop()
