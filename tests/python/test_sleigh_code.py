"""How functions and arguments become tasks."""

import collections
import datetime
import itertools
import math
import unittest

from nws.sleigh import SleighIllegalValueException
from nws.sleigh.jobs import elements, task_options
from nws.sleigh.jobs.call_options import CallOptions
from nws.sleigh.jobs.chunk_sizer import ChunkSizer, ShareSizer
from nws.sleigh.jobs.functions import as_code, check_sandbox
from nws.sleigh.jobs.task_options import TaskOptions


class TypesTest(unittest.TestCase):
    def test_types(self):
        self.assertEqual(("eval", "1 + 1"), as_code("1 + 1", None, "python"))
        self.assertEqual(("invoke", "x => x"), as_code("x => x", "invoke", "javascript"))
        self.assertEqual(("invoke", "math.exp"), as_code(math.exp, None, "python"))
        self.assertEqual("define", as_code(math.exp, "define", "python")[0])
        for fun, type, language, reason in (("1", "dance", "python", "eval, define, invoke"),
                                            (abs, "eval", "python", "takes code as text"),
                                            (abs, None, "csharp", "cannot run in csharp"),
                                            ("1 +", None, "python", "not Python"),
                                            (3, None, "python", "neither a function nor code")):
            with self.subTest(reason):
                with self.assertRaisesRegex(SleighIllegalValueException, reason):
                    as_code(fun, type, language)

    def test_the_sandbox_runs_javascript_that_defines_nothing(self):
        check_sandbox("invoke", "javascript")
        with self.assertRaisesRegex(SleighIllegalValueException, "JavaScript only, not python"):
            check_sandbox("invoke", "python")
        with self.assertRaisesRegex(SleighIllegalValueException, "keeps no definitions"):
            check_sandbox("define", "javascript")

    def test_what_can_be_imported_travels_by_name(self):
        for fun, name in ((abs, "builtins.abs"), (math.exp, "math.exp"), (str.upper, "builtins.str.upper"),
                          (datetime.date.fromisoformat, "datetime.date.fromisoformat"), (len, "builtins.len"),
                          (dict.fromkeys, "builtins.dict.fromkeys"), (collections.Counter, "collections.Counter"),
                          (itertools.chain.from_iterable, "itertools.chain.from_iterable"),
                          (task_options.fixed, "nws.sleigh.jobs.task_options.fixed")):
            with self.subTest(name):
                self.assertEqual(("invoke", name), as_code(fun, None, "python"))


class ElementsTest(unittest.TestCase):
    def rows(self, taken):
        return taken.take(100)

    def test_varying_arguments(self):
        for given, expected in (([], None), ([[]], []), ([1, 2], [[1], [2]]), (range(2), [[0], [1]]),
                                ("ab", [["a"], ["b"]]),
                                ([[1, 2], [3, 4, 5]], [[1, 3], [2, 4]]), (["ab", "c"], [["ab"], ["c"]]), ((), []),
                                ([range(2), "ab"], None), ([{"a": 1}], [[{"a": 1}]]), (3, None), ([[1], 2], None),
                                ((x for x in "a"), [["a"]]), ([(1, 2)], [[1], [2]]),
                                ({"k": 1, "l": [2]}, [[1], [[2]]])):
            with self.subTest(repr(given)):
                if expected is None:
                    self.assertRaises(SleighIllegalValueException, elements.of_lists, given)
                else:
                    self.assertEqual(expected, self.rows(elements.of_lists(given)))

    def test_how_many_there_are_is_known_where_it_can_be(self):
        for given, count in (([1, 2], 2), ([[1, 2], [3]], 1), (range(3), 3), (iter([1]), None), ({"k": 1}, 1), ((), 0),
                             ([[1], iter([2])], None)):
            self.assertEqual(count, elements.of_lists(given).total, repr(given))
        self.assertEqual((2, None), (elements.of_tuples([(1,), (2,)]).left, elements.of_tuples(iter([])).left))
        counted = elements.of_lists(iter("abc"))
        counted.gather()
        self.assertEqual((3, 3, [["a"], ["b"]], 1), (counted.total, counted.left, counted.take(2), counted.left))

    def test_elements_are_taken_one_by_one(self):
        taken = []
        endless = elements.of_lists(number for number in iter(lambda: taken.append(1) or len(taken), 0))
        self.assertEqual(([[1], [2]], 2, False), (endless.take(2), len(taken), endless.ended))
        endless.shutdown()
        self.assertTrue(endless.ended)

    def test_an_element_that_cannot_be_had_is_the_last(self):
        broken = elements.of_lists(1 // x for x in [1, 0, 1])
        self.assertEqual([[1]], broken.take(1))
        self.assertRaises(ZeroDivisionError, broken.take, 1)
        self.assertTrue(broken.ended)

    def test_names(self):
        self.assertEqual((["k", 2], None), (elements.of_lists({"k": 1, 2: 3}).names, elements.of_lists([1]).names))


class ChunkSizerTest(unittest.TestCase):
    def test_sizes_grow_to_at_most_four_times_what_came_back_until_a_task_takes_40_ms(self):
        sizer, sizes = ChunkSizer(2), []
        for _ in range(6):
            sizes.append(sizer.next(None))
            sizer.observe(sizes[-1], 0.001 * sizes[-1])
        self.assertEqual([1, 4, 16, 40, 40, 40], sizes)

    def test_sizes_of_tiny_elements_begin_with_what_is_safe_in_any_case(self):
        sizer, sizes = ChunkSizer(2), []
        for _ in range(4):
            sizes.append(sizer.next(None))
            sizer.observe(sizes[-1], 1e-6 * sizes[-1])
        self.assertEqual([1, 625, 2500, 8192], sizes)

    def test_sizes_shrink_towards_the_end_and_for_expensive_elements(self):
        sizer = ChunkSizer(2)
        sizer.observe(1000, 0.001)
        self.assertEqual([2000, 250, 1, 1], [sizer.next(left) for left in (8000, 1000, 4, 0)])
        for _ in range(20):
            sizer.observe(1, 1.0)
        self.assertEqual(1, sizer.next(8000))

    def test_sizes_are_bounded(self):
        sizer = ChunkSizer(2)
        sizer.observe(10 ** 6, 0)
        sizer.observe(0, 1)
        self.assertEqual(8192, sizer.next(None))

    def test_a_size_that_is_given_stays(self):
        for sizer in (ChunkSizer(2, 7), ShareSizer(2, 7)):
            sizer.observe(7, 100)
            self.assertEqual((7, 7), (sizer.next(1), sizer.next(None)))

    def test_tasks_that_are_submitted_at_once_get_smaller(self):
        sizer, left, sizes = ShareSizer(2), 100, []
        while left > 0:
            sizes.append(sizer.next(left))
            left -= sizes[-1]
        self.assertEqual(([6, 5, 5, 5], 1, 100), (sizes[:4], sizes[-1], sum(sizes)))


class TaskOptionsTest(unittest.TestCase):
    def test_the_record_of_a_job(self):
        plain = {"language": "python", "type": "invoke", "code": "math.exp", "fixed": [], "permute": None}
        self.assertEqual(plain, TaskOptions().record(math.exp))
        self.assertEqual(dict(plain, fixed=[3], permute=[1, 0], limit=2.0, seed=42, tags=["big", "gpu"]),
                         TaskOptions(fixedArgs=3, argPermute=(1, 0), timeLimit=2, rngSeed=42,
                                     tags=["gpu", "big", "gpu"], priority=-3).record(math.exp))

    def test_wrong_options_are_refused(self):
        for options, reason in (({"timeLimit": 0}, "timeLimit"), ({"timeLimit": "1"}, "timeLimit"),
                                ({"timeLimit": True}, "timeLimit"), ({"rngSeed": 1.5}, "rngSeed"),
                                ({"rngSeed": 1 << 64}, "rngSeed"), ({"tags": ["a b"]}, "a tag"),
                                ({"tags": [3]}, "a tag"),
                                ({"priority": 1001}, "priority"), ({"priority": 0.5}, "priority"),
                                ({"argPermute": [-1]}, "argPermute"), ({"argPermute": ["a"]}, "argPermute")):
            with self.subTest(options), self.assertRaisesRegex(SleighIllegalValueException, reason):
                TaskOptions(**options).record(math.exp)

    def test_fixed_arguments(self):
        self.assertEqual([[1, 2], [(1, 2)], [5]], list(map(task_options.fixed, ([1, 2], (1, 2), 5))))


class CallOptionsTest(unittest.TestCase):
    def test_wrong_options_are_refused(self):
        for options, reason in (({"chunkSize": 0}, "chunkSize"), ({"chunkSize": 1.5}, "chunkSize"),
                                ({"loadFactor": -1}, "loadFactor"), ({"progress": 3}, "progress"),
                                ({"output": "all"}, "output")):
            with self.subTest(options), self.assertRaisesRegex(SleighIllegalValueException, reason):
                CallOptions(**options).check()
        CallOptions(None, 1, 0, True, print, True).check()

    def test_how_many_tasks_are_under_way(self):
        for options, limit in (({}, 8), ({"chunkSize": 1}, None), ({"chunkSize": 1, "loadFactor": 3}, 6),
                               ({"loadFactor": 0.1}, 2), ({"loadFactor": 0}, 8)):
            self.assertEqual(limit, CallOptions(**options).limit(2), options)


if __name__ == "__main__":
    unittest.main()
