"""Gathering the results of a job."""

import contextlib
import queue
import threading
import unittest

from nws.sleigh import SleighProgress, SleighTaskException
from nws.sleigh.jobs.accumulators import Accumulator
from nws.sleigh.jobs.collector import Collector
from nws.sleigh.jobs.chunk_sizer import ShareSizer
from nws.sleigh.jobs.element_run import ElementRun
from nws.sleigh.jobs.elements import Elements
from nws.sleigh.jobs.feeder import Feeder
from nws.sleigh.jobs.job import Job
from nws.sleigh.jobs.task_record import TaskWriter
from nws.values import NwsValueError, RemoteError, decode, encode

SECONDS = 60


class ResultsAtHand:
    """A workspace in which results wait; the end of a block removes one, unless it is interrupted."""

    def __init__(self, *records):
        self.records = list(records)
        self.interrupted = False
        self.deleted = []
        self.stored = []

    def declare(self, name, mode):
        """Modes make no difference here."""

    def store(self, name, value):
        """What is stored goes to nobody."""

    def storeAll(self, name, values, priority):
        """Note what is stored."""
        self.stored.append((name, [decode(value) for value in values], priority))

    def deleteVar(self, name):
        """Note what is deleted."""
        self.deleted.append(name)

    @contextlib.contextmanager
    def takeMany(self, name, count, options):
        """The next record."""
        yield [type("Delivered", (), {"value": record}) for record in self.records[:1]]
        if self.interrupted:
            raise KeyboardInterrupt
        del self.records[:1]


class WorkspaceWithWorker(ResultsAtHand):
    """A workspace in which tasks wait for somebody to do them."""

    def __init__(self):
        super().__init__()
        self._tasks, self._done = queue.Queue(), queue.Queue()
        self.longest = 0
        """How many tasks have been there at a time."""

    def storeAll(self, name, values, priority):
        for value in values:
            self._tasks.put(decode(value))
        self.longest = max(self.longest, self._tasks.qsize())

    def work(self):
        """Do a task: its arguments are its results."""
        task = self._tasks.get(timeout=SECONDS)
        self._done.put(record(task["tag"], *(row[0] for row in task["args"])))

    @contextlib.contextmanager
    def takeMany(self, name, count, options):
        try:
            yield [type("Delivered", (), {"value": self._done.get(timeout=options["timeout"] or 0.001)})]
        except queue.Empty:
            yield []


class FewWorkers:
    """Workers one of which was killed."""

    def __init__(self):
        self.busy = []

    def worked(self, rank):
        """Note whose results came."""
        self.busy.append(rank)

    def evidence(self):
        """How it ended."""
        return "it was killed\n"


def record(tag, *values, errors=None):
    return {"job": 1, "tag": tag, "values": list(values), "errors": errors or {}, "rank": 0,
            "seconds": [0.1] * len(values)}


class JobTest(unittest.TestCase):
    def job(self, *records, accumulator=None):
        self.workspace = ResultsAtHand(*records)
        job = Job(self.workspace, 1, {}, Collector(accumulator and Accumulator(accumulator)), FewWorkers())
        job.submit([(0, [[1], [2]]), (2, [[3]])])
        return job

    def test_results_are_in_the_order_of_the_elements(self):
        job = self.job(record(2, "c"), record(0, "a", "b"))
        self.assertEqual(3, job.outstanding)
        self.assertEqual([2, 0], [job.gather() and job.outstanding for _ in range(2)])
        self.assertFalse(job.gather())
        self.assertEqual(["a", "b", "c"], job.collector.results())
        job.clear()
        self.assertEqual(["job@1", "result@1"], self.workspace.deleted)

    def test_a_record_that_an_interrupt_puts_back_counts_once(self):
        calls = []
        job = self.job(record(0, "a", "b"), record(2, "c"),
                       accumulator=lambda values, tags: calls.append((values, tags)))
        self.workspace.interrupted = True
        self.assertRaises(KeyboardInterrupt, job.gather)
        self.workspace.interrupted = False
        while job.gather():
            pass
        self.assertEqual((0, [(["a", "b"], [0, 1]), (["c"], [2])]), (job.outstanding, calls))

    def test_a_record_put_back_counts_once_also_when_its_values_were_taken(self):
        job = self.job(record(0, "a", "b"))
        self.workspace.interrupted = True
        self.assertRaises(KeyboardInterrupt, job.gather)
        self.assertEqual(("a", 1, False), (job.collector.take(0), job.collector.buffered, job.collector.has(0)))
        self.workspace.interrupted = False
        self.assertTrue(job.gather())
        self.assertEqual((1, 1), (job.collector.buffered, job.outstanding))

    def test_the_task_of_a_worker_lost_for_good_fails_unless_its_result_came(self):
        self.workspace = ResultsAtHand(record(0, "a"))
        job = Job(self.workspace, 1, {}, Collector(), FewWorkers())
        job.submit_to(0)
        job.submit_to(1)
        job.gather()
        for rank in (0, 1, 2):
            job.lose(rank, "it was killed")
        self.assertEqual(0, job.outstanding)
        first, second = job.collector.results()
        self.assertEqual(("a", "WorkerLost", "it was killed", 1),
                         (first, second.error.type, second.error.message, second.tag))

    def test_tasks_go_where_workers_with_their_tags_look_and_by_priority(self):
        self.job()
        self.assertEqual([("task", [{"job": 1, "tag": 0, "args": [[1], [2]]}, {"job": 1, "tag": 2, "args": [[3]]}], 0)],
                         self.workspace.stored)
        job = Job(self.workspace, 2, {"tags": ["big", "gpu"]}, Collector(), FewWorkers(), 5)
        job.submit([(0, [[1]])])
        self.assertEqual(("task#big,gpu", [{"job": 2, "tag": 0, "args": [[1]]}], 5), self.workspace.stored[-1])

    def test_a_record_may_be_that_of_several_tasks(self):
        job = self.job(record(0, "a", "b", "c"))
        self.assertEqual(2, job.outstanding_tasks)
        job.gather()
        self.assertEqual((0, 0, ["a", "b", "c"]), (job.outstanding_tasks, job.outstanding, job.collector.results()))

    def test_failures_stand_in_their_places_and_tell_how_workers_ended(self):
        errors = {1: {"type": "WorkerLost", "message": "five times", "stack": "", "language": "nws"}}
        job = self.job(record(0, "a", None, errors=errors), record(2, None, errors={0: dict(errors[1], type="E")}))
        while job.gather():
            pass
        _, lost, other = job.collector.results()
        self.assertEqual((1, "five times", "it was killed\n"), (lost.tag, lost.error.message, lost.error.stack))
        self.assertEqual((2, "E", ""), (other.tag, other.error.type, other.error.stack))
        self.assertEqual((3, 2), (job.collector.done, job.collector.failed))


class FeederTest(unittest.TestCase):
    """A job whose tasks a thread submits."""

    def setUp(self):
        self.workspace = WorkspaceWithWorker()
        self.job = Job(self.workspace, 1, {}, Collector(), FewWorkers())
        self.job.expected = 100

    def feed(self, rows, most=3):
        elements = Elements(iter([[row] for row in rows]), len(rows))
        Feeder(ElementRun(self.job, elements, ShareSizer(1, 1), lambda: most)).start()

    def test_no_more_than_a_bounded_number_is_under_way_while_the_master_does_something_else(self):
        self.feed(range(100))
        for _ in range(100):
            self.workspace.work()
        self.assertLessEqual(self.workspace.longest, 3)
        self.assertEqual((100, 0), (self.job.outstanding, self.job.collector.done))
        while self.job.outstanding:
            self.assertTrue(self.job.gather(SECONDS))
        self.assertEqual(list(range(100)), self.job.collector.results())

    def test_what_cannot_be_stored_is_told_when_the_master_asks(self):
        self.feed([1, 2, 3, print])
        self.workspace.work()
        while self.job.fault is None:
            self.job.gather(SECONDS)
        self.assertRegex(str(self.job.fault), r"at \['args'\]\[0\]\[0\]")

    def test_nothing_is_submitted_any_more_for_a_job_that_was_given_up(self):
        self.feed(range(100))
        self.job.withdraw()
        [thread.join(SECONDS) for thread in threading.enumerate() if thread.name == "nws job 1"]
        self.assertEqual((0, 0), (self.job.outstanding, sum(t.name == "nws job 1" for t in threading.enumerate())))


class TaskWriterTest(unittest.TestCase):
    def test_records_are_those_of_the_plain_way(self):
        for rows in ([[1], [-40], [300], [1 << 70]], [["a"], ["\U0001f600" * 40]], [[1.5], [None]], [[True], [False]],
                     [[1, "b"], [2, "c"]], [[]], [[[1]], [{"k": (1, 2)}]], [[1], [1, 2]], [[b"x", 1]],
                     [[number] for number in range(20)], [[float("nan")]]):
            plain = encode({"job": 7, "tag": 300, "args": rows})
            self.assertEqual(plain, TaskWriter(7).write(300, rows), rows)

    def test_what_cannot_be_stored_is_told_with_its_place(self):
        with self.assertRaisesRegex(NwsValueError, r"at \['args'\]\[1\]\[0\]"):
            TaskWriter(7).write(0, [[1], [print]])


def take(collector, *result):
    collector.keep(*result)
    collector.count(*result)


class CollectorTest(unittest.TestCase):
    def failure(self, tag):
        return SleighTaskException(RemoteError("E", "m", "", ""), tag, 0)

    def test_named_elements_have_named_results(self):
        collector = Collector(names=["x", "y", "z"])
        take(collector, 1, [20, 30], {})
        take(collector, 0, [10], {})
        self.assertEqual({"x": 10, "y": 20, "z": 30}, collector.results())
        pairs = []
        collector = Collector(Accumulator(lambda values, names: pairs.extend(zip(names, values))), names=["x", "y"])
        take(collector, 1, [20], {})
        self.assertEqual(([("y", 20)], None), (pairs, collector.results()))

    def test_the_first_failure_ends_a_call_that_fails_fast(self):
        for fails_fast in (False, True):
            collector = Collector(failFast=fails_fast)
            take(collector, 3, [None, None], {4: self.failure(4), 3: self.failure(3)})
            self.assertEqual((fails_fast, 2), (collector.fault is not None, collector.failed))
        self.assertEqual(3, collector.fault.tag)

    def test_progress_tells_how_far_the_call_is(self):
        told = []
        collector = Collector(progress=told.append, total=4)
        take(collector, 0, [1, None], {1: self.failure(1)})
        collector.report()
        progress, = told
        self.assertEqual((2, 4, 1), progress[:3])
        self.assertGreaterEqual(progress.elapsed, 0)

    def test_rate_and_remaining_time(self):
        for progress, rate, remaining in ((SleighProgress(10, 30, 0, 5.0), 2, 10),
                                          (SleighProgress(0, 30, 0, 5.0), 0, None),
                                          (SleighProgress(10, None, 0, 5.0), 2, None),
                                          (SleighProgress(0, 3, 0, 0.0), 0, None),
                                          (SleighProgress(3, 3, 0, 6.0), 0.5, 0)):
            with self.subTest(repr(progress)):
                self.assertEqual((rate, remaining), (progress.rate, progress.remaining))


if __name__ == "__main__":
    unittest.main()
