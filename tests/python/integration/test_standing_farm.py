"""A real standing farm, used by several masters."""

import os
import subprocess
import sys
import tempfile
import time
import unittest

from integration.support import SECONDS, eventually, require_server
from kernel_process import PACKAGES
from nws.client import NwsServer
from nws.client.listings import DICT, V_VALUES
from nws.sleigh import Sleigh, SleighException, SleighStoppedException


class StandingFarmTest(unittest.TestCase):
    """``nws farm start`` and ``stop``, and what masters do in between."""

    @classmethod
    def setUpClass(cls):
        require_server()
        cls.state = tempfile.TemporaryDirectory()
        cls.name = f"python_{os.getpid()}_{time.monotonic_ns()}"
        cls.nws("start", cls.name, "-n", "2")

    @classmethod
    def tearDownClass(cls):
        cls.nws("stop", cls.name)
        cls.state.cleanup()

    @classmethod
    def nws(cls, *arguments):
        """Run ``nws farm``."""
        done = subprocess.run([os.environ["NWS_CLI"], "farm", *arguments], stdin=subprocess.DEVNULL, timeout=4 * SECONDS,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env=dict(os.environ, XDG_STATE_HOME=cls.state.name, PYTHONPATH=PACKAGES))
        if done.returncode:
            raise AssertionError(f"nws farm {' '.join(arguments)}: {done.stdout}")

    def attach(self):
        """A master of the farm, once all its workers are there."""
        farm = Sleigh.attach(self.name)
        self.addCleanup(farm.stop)
        eventually(lambda: farm.status()[0] == 2)
        return farm

    @staticmethod
    def waiting(farm):
        """How many tasks wait for a worker."""
        return sum(int(entry[V_VALUES]) for name, entry in farm.nws.listVars(format=DICT).items() if name == "task")

    def test_masters_use_it_at_the_same_time(self):
        one, two = self.attach(), self.attach()
        first = one.eachElem("SleighArguments[0] + 1", range(500), blocking=False)
        self.assertEqual([x * x for x in range(500)], two.eachElem(lambda x: x * x, range(500)))
        self.assertEqual(list(range(1, 501)), first.wait())
        self.assertEqual(2, len(two.eachWorker("SleighRank")))
        self.assertEqual([0, 1, 4], list(one.imap(lambda x: x * x, range(3), chunkSize=2)))

    def test_a_job_that_runs_in_the_background_leaves_room_for_those_of_others(self):
        one, two = self.attach(), self.attach()
        eventually(lambda: self.waiting(one) == 0)  # those of masters that have gone are thrown away
        first = one.eachElem("SleighUserNws.find('gate'); SleighArguments[0]", range(500), chunkSize=1, blocking=False)
        self.assertLessEqual(self.waiting(one), 2 * 32)
        self.assertEqual(500, first.check())
        one.userNws.store("gate", True)
        self.assertEqual([x * x for x in range(500)], two.eachElem(lambda x: x * x, range(500)))
        self.assertEqual(list(range(500)), first.wait())

    def test_a_job_that_runs_in_the_background_ends_with_its_master(self):
        farm = self.attach()
        pending = farm.eachElem("import time; time.sleep(60)", range(500), chunkSize=1, blocking=False)
        farm.stop()
        eventually(lambda: pending._job.fault is not None)  # as its thread has noticed
        self.assertRaises(SleighStoppedException, pending.wait)
        self.assertRaises(SleighStoppedException, pending.check)

    def test_a_worker_that_dies_is_replaced_by_its_keeper(self):
        farm = self.attach()
        before = {worker["pid"] for worker in farm.workerInfo()}
        code = "import os, signal, time\nif SleighUserNws.fetchTry('victim') is not None:\n" \
               "    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)\nSleighArguments[0]"
        farm.userNws.store("victim", 1)
        self.assertEqual(list(range(6)), farm.eachElem(code, range(6)))
        eventually(lambda: farm.status()[0] == 2 and {worker["pid"] for worker in farm.workerInfo()} != before)

    def test_jobs_of_a_master_that_is_killed_are_taken_away(self):
        farm = self.attach()
        master = f"from nws.sleigh import Sleigh\nimport time\ns = Sleigh.attach({self.name!r})\n" \
                 "p = s.eachElem('import time; time.sleep(60)', range(100), blocking=False)\nprint(1, flush=True)\n" \
                 "time.sleep(60)"
        with subprocess.Popen([sys.executable, "-c", master], env=dict(os.environ, PYTHONPATH=PACKAGES),
                              stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            process.kill()
        self.assertEqual([7], farm.eachElem("7", [0]))

    def test_a_farm_of_another_name_is_not_there(self):
        with NwsServer():
            self.assertRaisesRegex(SleighException, "nws farm start", Sleigh.attach, self.name + "x")


if __name__ == "__main__":
    unittest.main()
