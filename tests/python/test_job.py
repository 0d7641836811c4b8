"""Gathering the results of a job."""

import contextlib
import unittest

from nws.sleigh.accumulators import Accumulator
from nws.sleigh.job import Job


class ResultsAtHand:
    """A workspace in which results wait; the end of a block removes one, unless it is interrupted."""

    def __init__(self, *records):
        self.records = list(records)
        self.interrupted = False
        self.deleted = []

    def declare(self, name, mode):
        """Modes make no difference here."""

    def store(self, name, value):
        """What is stored goes to nobody."""

    def deleteVar(self, name):
        """Note what is deleted."""
        self.deleted.append(name)

    @contextlib.contextmanager
    def take(self, method, name, options):
        """The next record."""
        yield type("Delivered", (), {"value": self.records[0]}) if self.records else None
        if self.interrupted:
            raise KeyboardInterrupt
        del self.records[:1]


def record(tag, *values, errors=None):
    return {"job": 1, "tag": tag, "values": list(values), "errors": errors or {}, "rank": 0}


class JobTest(unittest.TestCase):
    def job(self, *records, accumulator=None):
        self.workspace = ResultsAtHand(*records)
        job = Job(self.workspace, 1, {}, accumulator and Accumulator(accumulator))
        job.submit(0, [[1], [2]])
        job.submit(2, [[3]])
        return job

    def test_results_are_in_the_order_of_the_elements(self):
        job = self.job(record(2, "c"), record(0, "a", "b"))
        self.assertEqual(3, job.outstanding)
        self.assertEqual([2, 0], [job.gather() and job.outstanding for _ in range(2)])
        self.assertFalse(job.gather())
        self.assertEqual(["a", "b", "c"], job.results())
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
        self.assertEqual(("a", 1, False), (job.take(0), job.buffered, job.has(0)))
        self.workspace.interrupted = False
        self.assertTrue(job.gather())
        self.assertEqual((1, 1), (job.buffered, job.outstanding))

    def test_the_task_of_a_worker_lost_for_good_fails_unless_its_result_came(self):
        self.workspace = ResultsAtHand(record(0, "a"))
        job = Job(self.workspace, 1, {})
        job.submit_to(0)
        job.submit_to(1)
        job.gather()
        for rank in (0, 1, 2):
            job.lose(rank)
        self.assertEqual(0, job.outstanding)
        first, second = job.results()
        self.assertEqual(("a", "WorkerLost", 1), (first, second.error.type, second.tag))


if __name__ == "__main__":
    unittest.main()
