"""Results one by one: imap and starmap."""

import itertools
import operator
import threading
import unittest

from integration.support import eventually, require_server
from interrupts import interrupt_until
from nws.sleigh import Sleigh, SleighResultIterator, SleighStoppedException, SleighTaskException


class ResultIteratorTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_server()
        cls.sleigh = Sleigh(workerCount=2)

    @classmethod
    def tearDownClass(cls):
        cls.sleigh.stop()

    def waiting(self):
        """How many tasks wait for a worker."""
        return self.sleigh.nws.listVars(format="dict").get("task", [0, 0])[1]

    def names(self):
        """The variables of jobs."""
        return [name for name in self.sleigh.nws.listVars(format="dict") if name.startswith(("job@", "result@"))]

    def test_results_come_in_order_up_to_the_end_of_the_shortest(self):
        results = self.sleigh.imap(operator.add, range(30), itertools.count(100))
        self.assertIsInstance(results, SleighResultIterator)
        self.assertEqual([100 + 2 * number for number in range(30)], list(results))
        self.assertEqual((30, 30, 0, True),
                         (results.returned, results.submitted, results.buffered, results.stopped))
        self.assertRaises(StopIteration, results.next)
        self.assertEqual([], self.names())

    def test_starmap_takes_tuples_of_arguments(self):
        self.assertEqual([8, 9], list(self.sleigh.starmap(pow, [(2, 3), [3, 2]])))

    def test_code_and_other_languages(self):
        self.assertEqual([2, 4], list(self.sleigh.imap("2 * SleighArguments[0]", [1, 2])))
        self.assertEqual([3], list(self.sleigh.imap("(a, b) => a + b", [1], [2], type="invoke", language="javascript")))

    def test_no_elements_give_no_results(self):
        self.assertEqual([], list(self.sleigh.imap(abs, [])))

    def test_a_failed_task_stands_in_its_place(self):
        one, failed, two = self.sleigh.imap(lambda x: 2 // x, [2, 0, 1])
        self.assertEqual((1, 2), (one, two))
        self.assertIsInstance(failed, SleighTaskException)
        self.assertEqual((1, "ZeroDivisionError"), (failed.tag, failed.error.type))

    def test_input_without_end_takes_bounded_memory(self):
        taken = []

        def numbers():
            for number in itertools.count():
                taken.append(number)
                yield number

        results = self.sleigh.imap(abs, numbers(), loadFactor=3)
        for number in range(50):
            self.assertEqual(number, next(results))
            self.assertEqual((6 + number + 1, number + 1), (len(taken), results.returned))
            self.assertLessEqual(results.buffered, 6)
        results.stop()
        self.assertTrue(results.stopped)
        self.assertRaises(StopIteration, next, results)
        self.assertEqual([1], self.sleigh.eachElem(abs, [-1]))

    def test_a_slow_first_element_does_not_let_results_pile_up(self):
        results = self.sleigh.imap("SleighUserNws.fetch('go') if SleighArguments[0] == 0 else SleighArguments[0]",
                                   itertools.count(), loadFactor=2)
        eventually(lambda: self.waiting() == 0)
        self.assertEqual(4, results.submitted)
        self.sleigh.userNws.store("go", 0)
        self.assertEqual([0, 1, 2, 3, 4], list(itertools.islice(results, 5)))
        results.stop()

    def test_shutdown_leaves_what_has_been_submitted(self):
        results = self.sleigh.imap(abs, itertools.count(), loadFactor=2)
        self.assertEqual(0, next(results))
        results.shutdown()
        self.assertFalse(results.stopped)
        self.assertEqual([1, 2, 3, 4], list(results))

    def test_stop_ends_what_waits(self):
        busy = self.sleigh.eachWorker("SleighUserNws.find('free')", blocking=False)
        eventually(lambda: self.sleigh.userNws.listVars(format="dict").get("free", [0] * 4)[3] == 2)
        with self.sleigh.imap(abs, itertools.count()) as results:
            self.assertEqual(20, self.waiting())
        self.assertTrue(results.stopped)
        results.stop()
        self.sleigh.userNws.store("free", 1)
        self.assertEqual([1, 1], busy.wait())
        eventually(lambda: self.waiting() == 0)
        self.sleigh.userNws.deleteVar("free")

    def test_results_that_come_after_stop_leave_nothing_behind(self):
        with self.sleigh.imap("SleighUserNws.find('later')", range(2)):
            eventually(lambda: self.sleigh.userNws.listVars(format="dict").get("later", [0] * 4)[3] == 2)
        self.sleigh.userNws.store("later", 1)

        def nothing_left():
            self.sleigh.eachElem(abs, [1])
            return not self.names()

        eventually(nothing_left)
        self.sleigh.userNws.deleteVar("later")

    def test_an_error_of_the_input_is_raised_and_the_rest_can_be_had(self):
        def numbers():
            yield from range(5)
            raise KeyError("no more")

        results = self.sleigh.imap(abs, numbers(), loadFactor=1)
        self.assertEqual([0, 1, 2], list(itertools.islice(results, 3)))
        self.assertRaises(KeyError, next, results)
        self.assertEqual([3, 4], list(results))

    def test_an_element_that_is_no_value_ends_the_iteration(self):
        results = self.sleigh.imap(abs, [1, 2, print], loadFactor=1)
        self.assertRaisesRegex(ValueError, "at \\['args'\\]", next, results)
        self.assertTrue(results.stopped)

    def test_an_interrupt_ends_the_wait_and_not_the_iteration(self):
        def interrupt():
            eventually(lambda: self.sleigh.userNws.listVars(format="dict").get("x", [0] * 4)[2] == 1)
            interrupt_until(ended.wait)
            self.sleigh.userNws.store("x", 7)

        results, ended = self.sleigh.imap("SleighUserNws.fetch('x')", [0]), threading.Event()
        thread = threading.Thread(target=interrupt)
        thread.start()
        with self.assertRaises(KeyboardInterrupt):
            try:
                next(results)
            finally:
                ended.set()
        self.assertEqual([7], list(results))
        thread.join()

    def test_several_at_a_time(self):
        first, second = self.sleigh.imap(abs, range(9)), self.sleigh.imap(operator.neg, range(9))
        pending = self.sleigh.eachElem(abs, range(3), blocking=False)
        self.assertEqual([(number, -number) for number in range(9)], list(zip(first, second)))
        self.assertEqual([0, 1, 2], pending.wait())

    def test_a_stopped_sleigh_says_so(self):
        with Sleigh(workerCount=1) as sleigh:
            results = sleigh.imap(abs, itertools.count())
        self.assertRaises(SleighStoppedException, next, results)


if __name__ == "__main__":
    unittest.main()
