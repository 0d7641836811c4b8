"""A Sleigh with real workers."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import redirect_stderr
from unittest import mock

import nws
from integration.support import SECONDS, eventually, require_server
from interrupts import interrupt_until
from nws.client import NwsNoWorkspaceException, NwsServer
from nws.sleigh import (Sleigh, SleighException, SleighGatheredException, SleighIllegalValueException,
                        SleighJoinException, SleighNwsException, SleighScriptException, SleighStoppedException,
                        SleighTaskException, sshcmd)
from nws.values import NwsValueError

PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(nws.__file__)))


class SleighTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_server()
        cls.sleigh = Sleigh(workerCount=2)

    @classmethod
    def tearDownClass(cls):
        cls.sleigh.stop()

    def test_results_keep_the_order_of_the_elements(self):
        def slower_first(x):
            import time
            time.sleep(0.05 if x == 0 else 0)
            return x

        self.assertEqual(list(range(20)), self.sleigh.eachElem(slower_first, range(20)))

    def test_values_of_every_kind_travel(self):
        values = [None, 2 ** 70, (1, {2}), {"a": b"b"}, 1.5]
        self.assertEqual(values, self.sleigh.eachElem(lambda x: x, [values]))

    def test_varying_fixed_and_permuted_arguments(self):
        self.assertEqual([(10, 1, 3), (10, 2, 4)],
                         self.sleigh.eachElem(lambda *a: a, [[1, 2], [3, 4]], [10], argPermute=[2, 0, 1]))
        self.assertEqual([(), ()], self.sleigh.eachElem(lambda *a: a, [1, 2], argPermute=[]))
        self.assertEqual([], self.sleigh.eachElem(abs, [[]]))

    def test_chunks_and_load_factor_change_nothing_in_the_results(self):
        for options in ({"chunkSize": 7}, {"loadFactor": 1}, {"chunkSize": 3, "loadFactor": 2}):
            self.assertEqual(list(range(50)), self.sleigh.eachElem(abs, range(50), **options))

    def test_the_load_factor_bounds_what_is_outstanding(self):
        largest = []

        def elements():
            for number in range(30):
                largest.append(int(self.sleigh.nws.listVars(format="dict").get("task", [0, 0])[1]))
                yield number

        self.sleigh.eachElem(abs, elements(), loadFactor=2)
        self.assertLessEqual(max(largest), 4)

    def test_a_dictionary_of_elements_gives_one_of_results(self):
        self.assertEqual({"a": 1, 2: 4}, self.sleigh.eachElem(lambda x: x * x, {"a": 1, 2: 2}))
        self.assertEqual({}, self.sleigh.eachElem(abs, {}))
        self.assertEqual({"a": 3}, self.sleigh.eachElem(abs, {"a": -3}, blocking=False).wait())

    def test_many_small_elements_go_in_few_tasks(self):
        tasks = []
        squares = self.sleigh.eachElem("SleighArguments[0] ** 2", range(5000),
                                       accumulator=lambda values, tags: tasks.append(len(values)))
        self.assertEqual((None, 5000), (squares, sum(tasks)))
        self.assertLess(len(tasks), 1000)

    def test_code_as_text(self):
        self.assertEqual([3, 4], self.sleigh.eachElem("SleighArguments[0] + SleighArguments[1]", [1, 2], 2))
        self.assertEqual([2.0], self.sleigh.eachElem("math.sqrt", [4], type="invoke"))
        self.sleigh.eachWorker("def triple(x):\n    return 3 * x", type="define")
        self.assertEqual([3, 6], self.sleigh.eachElem("triple", [1, 2], type="invoke"))

    def test_other_languages(self):
        self.assertEqual([1, 4], self.sleigh.eachElem("x => x * x", [1, 2], type="invoke", language="javascript"))
        self.assertEqual(["undefined"],
                         self.sleigh.eachElem("typeof process", [1], language="javascript", sandbox=True))
        self.assertEqual([1, 4], self.sleigh.eachElem("(int x) => x * x", [1, 2], type="invoke", language="csharp"))

    def test_each_worker_runs_once_with_the_same_arguments(self):
        self.assertEqual([(0, 2, "a"), (1, 2, "a")],
                         self.sleigh.eachWorker("(SleighRank, SleighWorkerCount, SleighArguments[0])", "a"))

    def test_failed_tasks_are_exceptions_in_the_list(self):
        one, failed = self.sleigh.eachElem(lambda x: 1 / x, [1, 0])
        self.assertEqual(1, one)
        self.assertIsInstance(failed, SleighTaskException)
        self.assertEqual(("ZeroDivisionError", "division by zero", "python", 1),
                         (failed.error.type, failed.error.message, failed.error.language, failed.tag))
        self.assertRegex(str(failed), r"(?s)task 1 failed on worker \d: ZeroDivisionError: division by zero\n.*1 / x")

    def test_an_accumulator_gets_every_result(self):
        def collect(values, tags):
            pairs.extend(zip(tags, values))

        pairs = []
        self.assertIsNone(self.sleigh.eachElem(abs, [-1, -2, -3], accumulator=collect))
        self.assertEqual([(0, 1), (1, 2), (2, 3)], sorted(pairs))

    def test_an_accumulator_may_be_an_object(self):
        class Sum:
            def __init__(self):
                self.total, self.failed = 0, []

            def result(self, values, tags):
                self.total += sum(values)

            def error(self, errors, tags):
                self.failed += [(tag, error.error.type) for error, tag in zip(errors, tags)]

            def value(self):
                return self.total, self.failed

        self.assertEqual((6, [(1, "ZeroDivisionError")]),
                         self.sleigh.eachElem(lambda x: 6 // x, [1, 0], accumulator=Sum()))
        self.assertEqual((3, []), self.sleigh.eachElem(abs, [-1, -2], chunkSize=2, accumulator=Sum()))
        pairs = []
        self.assertIsNone(self.sleigh.eachWorker("SleighRank", accumulator=lambda values, tags:
                                                 pairs.extend(zip(values, tags))))
        self.assertEqual([(0, 0), (1, 1)], sorted(pairs))

    def test_an_accumulator_that_fails_ends_the_job(self):
        def fail(values, tags):
            raise KeyError("full")

        self.assertRaises(KeyError, self.sleigh.eachElem, abs, range(100), accumulator=fail, loadFactor=1)
        self.assertEqual([1], self.sleigh.eachElem(abs, [-1]))

    def test_pending_jobs_run_side_by_side(self):
        first = self.sleigh.eachElem(abs, range(10), blocking=False)
        second = self.sleigh.eachWorker("SleighRank", blocking=False)
        self.assertEqual([0, 1], second.wait())
        eventually(lambda: first.check() == 0)
        self.assertEqual(list(range(10)), first.wait())
        self.assertEqual(0, first.check())
        self.assertRaises(SleighGatheredException, first.wait)

    def test_finished_jobs_leave_nothing_behind(self):
        self.sleigh.eachElem(abs, range(3))
        self.assertEqual([], [name for name in self.sleigh.nws.listVars(format="dict")
                              if name.startswith(("job@", "result@")) and name.endswith("@1")])

    def test_tasks_share_workspaces_with_the_master(self):
        self.sleigh.userNws.store("question", 6)
        self.sleigh.eachElem("SleighUserNws.store('answer', SleighUserNws.fetch('question') * 7)", [0])
        self.assertEqual(42, self.sleigh.userNws.fetch("answer"))

    def test_an_interrupt_withdraws_the_tasks_that_wait(self):
        self.interrupt_when("task", 50, lambda: self.sleigh.eachElem("SleighUserNws.find('first')", range(60),
                                                                    chunkSize=1))
        eventually(lambda: self.waiting("task") == 0)
        eventually(lambda: self.finders("first") == 0)
        busy = self.sleigh.eachElem("SleighUserNws.find('second')", range(2), blocking=False)
        eventually(lambda: self.finders("second") == 2)
        self.interrupt_when("task@1", 1, lambda: self.sleigh.eachWorker("SleighRank"))
        self.sleigh.userNws.store("second", 2)
        self.assertEqual([2, 2], busy.wait())
        eventually(lambda: self.waiting("task@1") == 0)

    def finders(self, variable):
        """How many tasks wait in a find of the user workspace."""
        return self.sleigh.userNws.listVars(format="dict").get(variable, [0] * 4)[3]

    def waiting(self, variable, workspace=None):
        """How many tasks wait in a variable."""
        return (workspace or self.sleigh.nws).listVars(self.sleigh.nws.currentWs(), "dict").get(variable, [0, 0])[1]

    def interrupt_when(self, variable, count, operation):
        """Interrupt an operation when so many tasks wait."""
        def interrupt():
            try:
                eventually(lambda: self.waiting(variable, watcher) >= count)
            finally:
                interrupt_until(ended.wait)

        ended = threading.Event()
        with NwsServer() as server:
            watcher = server.useWs("__default")
            thread = threading.Thread(target=interrupt)
            thread.start()
            with self.assertRaises(KeyboardInterrupt):
                try:
                    operation()
                finally:
                    ended.set()
            thread.join()

    def test_wrong_arguments_are_refused_before_anything_runs(self):
        for wrong in (lambda: self.sleigh.eachElem(3, [1]), lambda: self.sleigh.eachElem("1 +", [1]),
                      lambda: self.sleigh.eachElem(abs, []), lambda: self.sleigh.eachElem(abs, [1], argPermute=["a"]),
                      lambda: self.sleigh.eachElem(abs, [1], chunkSize=0), lambda: Sleigh(workerCount=0),
                      lambda: self.sleigh.eachElem(abs, [1], accumulator=3), lambda: Sleigh(logDir="/no/such/place"),
                      lambda: self.sleigh.imap(abs), lambda: self.sleigh.imap(abs, 3),
                      lambda: self.sleigh.imap(abs, [1], loadFactor=0), lambda: self.sleigh.starmap(abs, 3),
                      lambda: self.sleigh.starmap(abs, [3]), lambda: Sleigh(launch="elsewhere"),
                      lambda: Sleigh(launch=sshcmd, nodeList=[])):
            self.assertRaises(SleighIllegalValueException, wrong)
        with self.assertRaisesRegex(NwsValueError, r"at \['args'\]\[0\]\[0\]"):
            self.sleigh.eachElem(abs, [print])

    def test_status(self):
        self.assertEqual((2, True), self.sleigh.status())
        self.assertEqual("Sleigh of 2 workers", str(self.sleigh))


class LifeTest(unittest.TestCase):
    def setUp(self):
        require_server()

    def script(self, text):
        directory = tempfile.mkdtemp()
        path = os.path.join(directory, "nws")
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)
        self.addCleanup(lambda: (os.remove(path), os.rmdir(directory)))
        return path

    def test_stop_ends_workers_and_workspaces(self):
        with Sleigh(workerCount=2) as sleigh:
            names = sleigh.nws.currentWs(), sleigh.userNws.currentWs()
            pids = sleigh.eachWorker("import os\nos.getppid()")
        with NwsServer() as server:
            for name in names:
                self.assertRaises(NwsNoWorkspaceException, server.useWs, name, create=False)
        for pid in pids:
            self.assertRaises(ProcessLookupError, os.kill, pid, 0)
        self.assertRaises(SleighStoppedException, sleigh.eachElem, abs, [1])
        sleigh.stop()

    def test_workers_end_with_a_master_that_is_killed(self):
        master = "from nws.sleigh import Sleigh\nimport os, time\ns = Sleigh(workerCount=1)\n" \
                 "print(s.eachWorker('import os\\nos.getppid()')[0], flush=True)\ntime.sleep(60)"
        with subprocess.Popen([sys.executable, "-c", master], env=dict(os.environ, PYTHONPATH=PACKAGES),
                              stdout=subprocess.PIPE) as process:
            pid = int(process.stdout.readline())
            process.kill()
        eventually(lambda: not exists(pid))

    def test_workers_end_with_a_master_that_forgets_to_stop(self):
        master = "from nws.sleigh import Sleigh\ns = Sleigh(workerCount=1)\n" \
                 "print(s.eachWorker('import os\\nos.getppid()')[0])"
        done = subprocess.run([sys.executable, "-c", master], env=dict(os.environ, PYTHONPATH=PACKAGES),
                              capture_output=True, timeout=SECONDS)
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assertFalse(exists(int(done.stdout)))

    def test_a_dead_worker_is_replaced_and_its_task_runs_again(self):
        with Sleigh(workerCount=2) as sleigh:
            code = "import os, signal, time\nif SleighUserNws.fetchTry('victim') is not None:\n" \
                   "    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)\nSleighArguments[0]"
            before = {worker["pid"] for worker in sleigh.workerInfo()}
            sleigh.userNws.store("victim", 1)
            self.assertEqual(list(range(6)), sleigh.eachElem(code, range(6)))
            self.assertEqual([0, 1], sleigh.eachWorker("SleighRank"))
            eventually(lambda: sleigh.status() == (2, True))
            after = {worker["pid"] for worker in sleigh.workerInfo()}
            self.assertEqual((2, 1), (len(after), len(before & after)))

    def test_the_task_for_a_worker_that_dies_is_run_by_its_replacement(self):
        with Sleigh(workerCount=2) as sleigh:
            sleigh.userNws.store("victim", 1)
            self.assertEqual([0, 1], sleigh.eachWorker(die_once))

    def test_a_task_that_kills_worker_after_worker_fails_alone(self):
        with Sleigh(workerCount=1) as sleigh:
            failed, done = sleigh.eachElem("import os, signal, time\nif SleighArguments[0]:\n"
                                           "    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)", [1, 0])
            self.assertEqual(("WorkerLost", None), (failed.error.type, done))

    def test_without_workers_a_job_ends_with_their_last_words(self):
        marker = os.path.join(tempfile.mkdtemp(), "started")
        self.addCleanup(lambda: (os.remove(marker), os.rmdir(os.path.dirname(marker))))
        once = self.script(f"[ -e {marker} ] && {{ echo no more; exit 7; }}\n: >{marker}\n"
                           f"exec {os.environ['NWS_CLI']} \"$@\"")
        with mock.patch.dict(os.environ, NWS_CLI=once), Sleigh(workerCount=1) as sleigh:
            with self.assertRaisesRegex(SleighException, "(?s)No worker is left.* exit code 7.*no more"):
                sleigh.eachElem("import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)", [1])

    def test_workers_that_are_told_to_end_are_not_replaced(self):
        with Sleigh(workerCount=1) as sleigh:
            sleigh.nws.store("Sleigh ride over", 1)
            reason = "No worker is left. On this machine: .* ended with exit code 0"
            with self.assertRaisesRegex(SleighException, reason):
                sleigh.eachElem("import time\ntime.sleep(60)", [1])

    def test_logs_are_written_where_they_are_wanted(self):
        with tempfile.TemporaryDirectory() as directory:
            with Sleigh(workerCount=1, logDir=directory) as sleigh:
                sleigh.eachWorker("print('said by a task')")
                name = f"nws-worker_{sleigh.nws.currentWs()}_{sleigh.workerInfo()[0]['pid']}.log"
            with open(os.path.join(directory, name)) as log:
                self.assertIn("said by a task", log.read())

    def test_what_all_workers_say_is_added_to_a_file(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "said.txt")
            with Sleigh(workerCount=2, outfile=path) as sleigh:
                sleigh.eachWorker("print('said by', SleighRank)")
            with open(path) as said:
                text = said.read()
        self.assertIn("[worker 0] said by 0\n", text)
        self.assertIn("[worker 1] said by 1\n", text)

    def test_workers_reach_the_server_where_they_are_told(self):
        host, port = os.environ["NWS_SERVER"].split(":")
        with mock.patch.dict(os.environ, NWS_CLI=self.script("echo \"$@\"; exit 3")):
            with self.assertRaisesRegex(SleighJoinException, "worker --server 192.0.2.7:7 --sleigh ride"):
                Sleigh(nwsHost=host, nwsPort=int(port), nwsHostRemote="192.0.2.7", nwsPortRemote=7, workerCount=1,
                       wsNameTemplate="ride%d")

    def test_workers_that_do_not_join_are_quoted(self):
        with mock.patch.dict(os.environ, NWS_CLI=self.script("echo no license >&2; exit 3")):
            with self.assertRaisesRegex(SleighJoinException, "(?s)exit code 3.*no license"):
                Sleigh()

    def test_a_worker_that_says_much_is_not_held_up(self):
        with mock.patch.dict(os.environ, NWS_CLI=self.script("head -c 3000000 /dev/zero | tr '\\0' '\\n'; exit 4")):
            with self.assertRaisesRegex(SleighJoinException, "exit code 4"):
                Sleigh()

    def test_verbose_shows_what_workers_say(self):
        said = io.StringIO()
        with mock.patch.dict(os.environ, NWS_CLI=self.script("echo hello; exit 5")), redirect_stderr(said):
            with self.assertRaises(SleighJoinException):
                Sleigh(workerCount=1, verbose=True)
        self.assertRegex(said.getvalue(), r"\[worker \d+\] hello")

    def test_a_missing_command_is_named(self):
        with mock.patch.dict(os.environ, {"NWS_CLI": "/no/such/nws"}):
            with self.assertRaisesRegex(SleighScriptException, "/no/such/nws"):
                Sleigh()
        with mock.patch.dict(os.environ, {"NWS_CLI": "", "PATH": ""}):
            with self.assertRaisesRegex(SleighScriptException, "not on the PATH"):
                Sleigh()

    def test_a_missing_server_is_a_sleigh_exception(self):
        with mock.patch.dict(os.environ, {"NWS_SERVER": "127.0.0.1:0"}):
            self.assertRaises(SleighNwsException, Sleigh)

    def test_modules_are_found_on_the_module_path(self):
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "nws_test_module.py"), "w") as file:
                file.write("def answer():\n    return 42\n")
            with Sleigh(workerCount=1, modulePath=directory) as sleigh:
                self.assertEqual([42], sleigh.eachWorker("nws_test_module.answer", type="invoke"))


def die_once():
    if SleighRank == 1 and SleighUserNws.fetchTry("victim") is not None:  # noqa: F821
        os.kill(os.getppid(), signal.SIGKILL)
        threading.Event().wait()
    return SleighRank  # noqa: F821


def exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    unittest.main()
