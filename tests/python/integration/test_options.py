"""The options of calls."""

import io
import os
import random
import signal
import unittest
from contextlib import redirect_stderr, redirect_stdout

from integration.support import eventually, require_server
from nws.sleigh import Sleigh, SleighIllegalValueException, SleighOutput, SleighTaskException


class OptionsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_server()
        cls.sleigh = Sleigh(workerCount=2)

    @classmethod
    def tearDownClass(cls):
        cls.sleigh.stop()

    def finders(self, variable):
        """How many tasks wait in a find of the user workspace."""
        return self.sleigh.userNws.listVars(format="dict").get(variable, [0] * 4)[3]

    def test_the_first_failure_ends_a_call_that_fails_fast(self):
        for options in ({}, {"chunkSize": 1}, {"blocking": False}):
            with self.subTest(options), self.assertRaises(SleighTaskException) as raised:
                pending = self.sleigh.eachElem("1 / SleighArguments[0] if SleighArguments[0] < 1 else "
                                               "SleighUserNws.find('never')", [1, 0, 0, 0], failFast=True, **options)
                pending.wait()
            self.assertEqual("ZeroDivisionError", raised.exception.error.type)
            self.assertIn(raised.exception.tag, (1, 2, 3))  # one may have to wait behind the task that waits
            eventually(lambda: self.finders("never") == 0)
        with self.assertRaises(SleighTaskException):
            self.sleigh.eachWorker("1 / SleighRank", failFast=True)
        with self.assertRaises(SleighTaskException):
            list(self.sleigh.imap(lambda x: 1 / x, [1, 0], failFast=True))

    def test_progress_is_told_as_results_arrive(self):
        told = []
        self.sleigh.eachElem(lambda x: 1 / x, [1, 0, 2], chunkSize=1, progress=told.append)
        self.assertEqual((3, 3, 1, 0), (told[-1].done, told[-1].total, told[-1].failed, told[-1].remaining))
        self.assertEqual(sorted(told), told)
        told.clear()
        list(self.sleigh.imap(abs, iter([1, 2]), progress=told.append))
        self.assertEqual((2, 2), told[-1][:2])

    def test_an_element_over_its_time_limit_fails_and_the_others_go_on(self):
        for options in ({}, {"chunkSize": 3}):
            one, late, two = self.sleigh.eachElem("import time\nif SleighArguments[0] == 2:\n    time.sleep(60)\n"
                                                  "SleighArguments[0]", [1, 2, 3], timeLimit=1.5, **options)
            self.assertEqual((1, 3, "TaskTimeout"), (one, two, late.error.type))
            self.assertEqual("the element took longer than its limit of 1.5 s", late.error.message)

    def test_seeded_random_numbers_depend_on_the_element_only(self):
        def draw(_):
            return random.random()

        def draws(**options):
            return self.sleigh.eachElem(draw, range(20), **options)

        first = draws(rngSeed=42)
        self.assertEqual(20, len(set(first)))
        for options in ({"chunkSize": 1}, {"chunkSize": 7}, {"blocking": False}):
            again = draws(rngSeed=42, **options)
            self.assertEqual(first, again.wait() if options.get("blocking") is False else again)
        self.assertEqual(first[:5], list(self.sleigh.starmap(draw, [(number,) for number in range(5)], rngSeed=42)))
        self.assertNotEqual(first, draws(rngSeed=43))
        self.assertNotEqual(draws(), draws())

    def test_exported_variables_are_there_in_every_language_until_they_are_taken_away(self):
        self.sleigh.export("rate", 0.25)
        self.assertEqual([0.25, 0.25], self.sleigh.eachWorker("rate"))
        self.assertEqual([0.5, 1.0], self.sleigh.eachElem(lambda x: x * rate, [2, 4]))  # noqa: F821
        self.assertEqual([0.5], self.sleigh.eachElem("x => x * rate", [2], type="invoke", language="javascript"))
        self.sleigh.export("rate", {"a": [1]})
        self.assertEqual([{"a": [1]}] * 2, self.sleigh.eachWorker("rate"))
        self.sleigh.unexport("rate")
        self.assertEqual(["NameError"] * 2, [failed.error.type for failed in self.sleigh.eachWorker("rate")])

    def test_what_tasks_print_is_told_with_where_it_was_printed(self):
        told = []
        self.sleigh.eachElem("print('value', SleighArguments[0])", range(4), output=told.append)
        texts = "".join(each.text for each in told)
        for number in range(4):
            self.assertIn(f"value {number}\n", texts)
        self.assertTrue(all(isinstance(each, SleighOutput) and each.rank in (0, 1) and each.attempt == 1
                            and each.stream == "stdout" for each in told))
        told.clear()
        self.sleigh.eachElem("import sys\nprint('oops', file=sys.stderr)", [0], output=told.append)
        self.assertEqual([("stderr", "oops\n", 0)], [(each.stream, each.text, each.tag) for each in told])

    def test_output_comes_while_the_task_runs(self):
        told = []
        pending = self.sleigh.eachElem("print('begun')\nSleighUserNws.fetch('go')", [0], output=told.append,
                                       blocking=False)
        eventually(lambda: pending.check() == 1 and told)
        self.sleigh.userNws.store("go", 1)
        self.assertEqual([1], pending.wait())

    def test_output_can_be_shown(self):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            self.sleigh.eachWorker("print('from', SleighRank)", output=True)
        self.assertEqual({"[0] from 0", "[1] from 1"}, set(out.getvalue().splitlines()))

    def test_workers_introduce_themselves(self):
        first, second = self.sleigh.workerInfo()
        self.assertEqual((0, 1), (first["rank"], second["rank"]))
        self.assertIn("python", first["languages"])
        self.assertEqual(([], os.cpu_count()), (first["tags"], first["cores"]))

    def test_elements_that_end_their_kernel_fail_alone(self):
        results = self.sleigh.eachElem("import os\nif SleighArguments[0] == 5:\n    os._exit(3)\nSleighArguments[0]",
                                       range(10), chunkSize=10)
        self.assertEqual([0, 1, 2, 3, 4, 6, 7, 8, 9], results[:5] + results[6:])
        self.assertEqual("KernelLostException", results[5].error.type)

    def test_higher_priority_runs_first(self):
        held = self.sleigh.eachWorker("SleighUserNws.fetch('free')", blocking=False)
        eventually(lambda: self.sleigh.userNws.listVars(format="dict").get("free", [0] * 3)[2] == 2)
        low = self.sleigh.eachElem("SleighUserNws.store('order', 'low')", range(4), blocking=False, chunkSize=1)
        high = self.sleigh.eachElem("SleighUserNws.store('order', 'high')", range(4), blocking=False, chunkSize=1,
                                    priority=10)
        self.sleigh.userNws.store("free", 1)
        high.wait()
        low.wait()
        order = list(self.sleigh.userNws.ifetchTry("order"))
        self.sleigh.userNws.store("free", 1)
        held.wait()
        self.assertEqual(["high"] * 4 + ["low"] * 4, order)


class TagTest(unittest.TestCase):
    def test_tasks_run_where_their_tags_are(self):
        require_server()
        folder, name = os.path.split(os.environ["NWS_CLI"])
        nodes = [{"host": "a", "tags": ["gpu", "big"]}, {"host": "b", "tags": "small"}]
        with Sleigh(launch="env {command}", nodeList=nodes, scriptDir=folder, scriptName=name,
                    nwsHostRemote="127.0.0.1") as sleigh:
            tags = {worker["rank"]: worker["tags"] for worker in sleigh.workerInfo()}
            big, = [rank for rank, has in tags.items() if has == ["big", "gpu"]]
            for wanted in (["gpu"], ["gpu", "big"], "big"):
                self.assertEqual([big] * 8, sleigh.eachElem("SleighRank", range(8), tags=wanted))
            self.assertEqual([1 - big] * 3, list(sleigh.imap("SleighRank", range(3), tags=["small"])))
            with self.assertRaisesRegex(SleighIllegalValueException, r"none of the 2 workers has all of the tags 'big', "
                                                                     r"'small'; the tags there are: big, gpu"):
                sleigh.eachElem("1", [1], tags=["small", "big"])


class LostWorkerTest(unittest.TestCase):
    def test_a_frozen_worker_is_taken_for_dead_and_its_task_runs_elsewhere(self):
        require_server()
        with Sleigh(workerCount=2) as sleigh:
            code = "import os, signal\nif SleighUserNws.fetchTry('victim') is not None:\n" \
                   "    os.kill(os.getppid(), signal.SIGSTOP)\nSleighArguments[0]"
            sleigh.userNws.store("victim", 1)
            try:
                self.assertEqual(list(range(4)), sleigh.eachElem(code, range(4), chunkSize=1))
            finally:
                for worker in sleigh.workerInfo():
                    os.kill(worker["pid"], signal.SIGCONT)

    def test_each_worker_is_answered_by_the_replacement_of_a_frozen_one(self):
        require_server()
        with Sleigh(workerCount=2) as sleigh:
            frozen = sleigh.workerInfo()[1]["pid"]
            os.kill(frozen, signal.SIGSTOP)
            self.assertEqual([0, 1], sleigh.eachWorker("SleighRank"))
            self.assertNotEqual(frozen, sleigh.workerInfo()[1]["pid"])


if __name__ == "__main__":
    unittest.main()
