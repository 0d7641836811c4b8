"""A master of a farm that somebody else keeps: what it stores for the keeper and the workers, in the words of FARM.md."""

import io
import itertools
import threading
import unittest
from contextlib import redirect_stderr, redirect_stdout

from integration.support import SECONDS, eventually, require_server
from nws.client import NwsServer
from nws.sleigh import Sleigh, SleighException, SleighIllegalValueException, SleighOutput, SleighStoppedException


class Keeper:
    """Keeps a farm whose workers are played by the test."""

    def __init__(self):
        self.server = NwsServer()
        self.name = self.server.mktempWs("hill%d")
        self.farm = self.server.openWs(f"farm {self.name}")
        self.user = self.server.openWs(f"farm {self.name} user")
        self.farm.declare("members", "single")
        self.farm.store("nextJob", 1)
        self.present({"rank": 0, "tags": ["gpu"]}, {"rank": 3, "tags": ["gpu", "big"]})

    def present(self, *members):
        """Say which workers there are."""
        self.farm.store("members", list(members))

    def answer(self, *variables, values=None):
        """Answer the next task with the squares of its elements, or with some values."""
        with self.farm.fetch(list(variables or ["task"]), lease=True, timeout=SECONDS) as task:
            self.answer_together([task], values)

    def answer_together(self, deliveries, values=None):
        """Answer tasks that follow each other with one record."""
        tasks = [each.value for each in deliveries]
        elements = [row for task in tasks for row in task["args"]]
        values = [row[0] ** 2 for row in elements] if values is None else values
        record = {"job": tasks[0]["job"], "tag": tasks[0]["tag"], "rank": 3, "values": values, "errors": {},
                  "seconds": [0.001] * len(values), "tasks": len(tasks)}
        type(deliveries[0]).completeAll(deliveries, [(self.farm, f"result@{tasks[0]['job']}", record)])

    def variable(self, variable):
        """The entry of a variable of the farm in the listing; None if there is none."""
        return self.farm.listVars(format="dict").get(variable)


class FarmTest(unittest.TestCase):
    def setUp(self):
        require_server()
        self.keeper = Keeper()
        self.addCleanup(self.keeper.server.close)
        self.farm = self.keeper.farm
        self.sleigh = self.attach()

    def attach(self):
        sleigh = Sleigh.attach(self.keeper.name)
        self.addCleanup(sleigh.stop)
        return sleigh

    def call(self, function, *args, **options):
        """Run something in a thread; a function that waits for its result."""
        done = []
        thread = threading.Thread(target=lambda: done.append(function(*args, **options)))
        thread.start()

        def result():
            thread.join(SECONDS)
            return done[0]

        return result

    def test_without_such_a_farm_the_way_to_one_is_told(self):
        with self.assertRaisesRegex(SleighException, "there is no farm 'dale' at .*; start one with: nws farm start dale"):
            Sleigh.attach("dale")

    def test_jobs_of_two_masters_have_numbers_of_their_own_and_an_owner_that_dies_with_its_master(self):
        other = self.attach()
        first = self.sleigh.eachElem("1", [1, 2], blocking=False)
        second = other.imap("1", itertools.count(), language="r")
        entries = [self.farm.fetch("jobs"), self.farm.fetch("jobs")]
        owners = [entry["owner"] for entry in entries]
        self.assertEqual([(1, "python", 2), (2, "r", None)],
                         [(entry["job"], entry["language"], entry["tasks"]) for entry in entries])
        self.assertEqual(3, self.farm.find("nextJob"))
        self.assertTrue(all(owner.startswith(f"farm {self.keeper.name} master ") for owner in owners))
        other.stop()
        eventually(lambda: owners[1] not in self.keeper.server.listWss("dict"))
        self.assertIn(owners[0], self.keeper.server.listWss("dict"))
        self.assertEqual(2, first.check())
        self.assertRaises(SleighStoppedException, next, second)

    def test_a_job_that_is_done_or_given_up_is_said_to_be_over(self):
        result = self.call(self.sleigh.eachElem, "x", [1, 2], chunkSize=2)
        self.keeper.answer()
        self.assertEqual([1, 4], result())
        self.assertEqual({"job": 1, "over": True}, self.farm.fetch("over"))
        self.assertEqual((None, None), (self.keeper.variable("job@1"), self.keeper.variable("result@1")))
        self.sleigh.imap("x", itertools.count()).stop()
        self.assertEqual({"job": 2, "over": True}, self.farm.fetch("over"))

    def test_every_worker_that_is_there_gets_its_task(self):
        result = self.call(self.sleigh.eachWorker, "x")
        for rank in (0, 3):
            self.keeper.answer(f"task@{rank}", values=[rank])
        self.assertEqual([0, 3], result())
        self.keeper.present()
        self.assertEqual([], self.sleigh.eachWorker("x"))

    def test_masters_take_turns(self):
        result = self.call(self.sleigh.eachElem, "x", range(200), chunkSize=1)
        eventually(lambda: (self.keeper.variable("task") or [0, 0])[1] == 64)
        answered = 0
        while answered < 200:
            tasks = self.farm.fetchMany("task", 100, lease=True, timeout=SECONDS)
            self.assertLessEqual(len(tasks), 64)
            self.keeper.answer_together(tasks)
            answered += len(tasks)
        self.assertEqual([x * x for x in range(200)], result())

    def test_tags_that_no_worker_has_are_refused_with_those_there_are(self):
        with self.assertRaisesRegex(SleighIllegalValueException, r"^none of the 2 workers has the tag 'fpga'; "
                                                                 r"the tags there are: big, gpu \(1 worker\); gpu \(1 worker\)$"):
            self.sleigh.eachElem("x", [1], tags=["fpga"])
        result = self.call(self.sleigh.eachElem, "x", [3], tags=["gpu", "big"], priority=7, rngSeed=5, timeLimit=1.5)
        job = self.farm.find("job@1", timeout=SECONDS)
        self.assertEqual((["big", "gpu"], 5, 1.5), (job["tags"], job["seed"], job["limit"]))
        self.keeper.answer("task#big,gpu")
        self.assertEqual([9], result())
        self.keeper.present({"rank": 0})
        with self.assertRaisesRegex(SleighIllegalValueException, "none of the 1 worker has all of the tags 'a', 'b'; none has a"):
            self.sleigh.imap("x", [1], tags=["b", "a"])

    def test_a_job_of_higher_priority_comes_first(self):
        low = self.sleigh.eachElem("x", [2], blocking=False)
        high = self.sleigh.eachElem("x", [3], blocking=False, priority=1)
        self.assertEqual([2, 1], [self.farm.fetch("task", lease=True).value["job"] for _ in range(2)])
        self.assertEqual((1, 1), (low.check(), high.check()))

    def test_exports_hold_for_later_jobs(self):
        before = self.sleigh.eachElem("x", [1], blocking=False)
        self.sleigh.export("rate", [0.25])
        self.attach().export("name", None)
        self.sleigh.unexport("rate")
        after = self.sleigh.eachElem("x", [1], blocking=False)
        self.assertEqual([{"name": "rate", "value": [0.25]}, {"name": "name", "value": None}, {"name": "rate"}],
                         list(self.farm.ifindTry("exports")))
        self.assertEqual((None, 3), (self.farm.find("job@1").get("exports"), self.farm.find("job@2")["exports"]))
        self.assertEqual((1, 1), (before.check(), after.check()))
        for name in ("a b", "", 3, "1x"):
            with self.assertRaisesRegex(SleighIllegalValueException, "cannot be the name of a variable"):
                self.sleigh.export(name, 1)

    def say(self, rank, job, text, stream="stdout", tag=0):
        self.farm.store(f"output@{rank}", {"job": job, "tag": tag, "attempt": 1, "stream": stream, "text": text})

    def test_what_tasks_print_is_told_live(self):
        told = []
        self.say(3, 99, "of another job\n")
        result = self.call(self.sleigh.eachElem, "x", [1], output=told.append)
        self.farm.find("job@1", timeout=SECONDS)
        self.say(3, 1, "one\n")
        eventually(lambda: told)
        self.say(0, 1, "two\n", "stderr", None)
        self.say(3, 1, "three\n")
        self.keeper.answer()
        self.assertEqual([1], result())
        self.assertEqual(SleighOutput(3, 1, 0, 1, "stdout", "one\n"), told[0])
        self.assertEqual({"one\n", "two\n", "three\n"}, {each.text for each in told})
        self.assertEqual(3, len(told))

    def test_what_tasks_print_can_be_shown(self):
        pending = self.sleigh.eachElem("x", [1], output=True, blocking=False)
        self.say(3, 1, "a\nb\n")
        self.say(0, 1, "part", "stderr")
        self.keeper.answer()
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            pending.wait()
        self.assertEqual(("[3] a\n[3] b\n", "[0] part\n"), (out.getvalue(), err.getvalue()))

    def test_workers_come_and_go(self):
        self.assertEqual((2, False), self.sleigh.status())
        self.assertEqual([{"rank": 0, "tags": ["gpu"]}, {"rank": 3, "tags": ["gpu", "big"]}], self.sleigh.workerInfo())
        self.keeper.present({"rank": 4})
        self.assertEqual(((1, False), 1), (self.sleigh.status(), self.sleigh.workerCount))
        with self.assertRaisesRegex(SleighIllegalValueException, "no group to close"):
            self.sleigh.status(closeGroup=True)

    def test_to_stop_is_to_leave(self):
        self.sleigh.stop()
        self.assertRaises(SleighStoppedException, self.sleigh.eachElem, abs, [1])
        self.assertIn(f"farm {self.keeper.name}", self.keeper.server.listWss("dict"))


if __name__ == "__main__":
    unittest.main()
