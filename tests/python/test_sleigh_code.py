"""How functions and arguments become tasks."""

import collections
import datetime
import itertools
import math
import unittest

from nws.sleigh import SleighIllegalValueException, arguments
from nws.sleigh.functions import as_code, check_sandbox


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
                          (arguments.fixed, "nws.sleigh.arguments.fixed")):
            with self.subTest(name):
                self.assertEqual(("invoke", name), as_code(fun, None, "python"))


class ArgumentsTest(unittest.TestCase):
    def test_varying_arguments(self):
        for given, expected in (([], None), ([[]], []), ([1, 2], [[1], [2]]), (range(2), [[0], [1]]),
                                ("ab", [["a"], ["b"]]),
                                ([[1, 2], [3, 4, 5]], [[1, 3], [2, 4]]), (["ab", "c"], [["ab"], ["c"]]), ((), []),
                                ([range(2), "ab"], None), ([{"a": 1}], [[{"a": 1}]]), (3, None), ([[1], 2], None),
                                ((x for x in "a"), [["a"]]), ([(1, 2)], [[1], [2]])):
            with self.subTest(repr(given)):
                if expected is None:
                    self.assertRaises(SleighIllegalValueException, arguments.varying, given)
                else:
                    self.assertEqual(expected, list(arguments.varying(given)))

    def test_elements_are_taken_one_by_one(self):
        elements = arguments.chunks(arguments.varying(itertools.count()), 1)
        self.assertEqual([(0, [[0]]), (1, [[1]])], [next(elements), next(elements)])

    def test_chunks(self):
        self.assertEqual([(0, [[0], [1]]), (2, [[2]])], list(arguments.chunks(arguments.varying(range(3)), 2)))

    def test_fixed_arguments(self):
        self.assertEqual(([1, 2], [(1, 2)], [5]), tuple(map(arguments.fixed, ([1, 2], (1, 2), 5))))

    def test_permutations(self):
        self.assertEqual(([1, 0], [], None), tuple(map(arguments.permutation, ((1, 0), [], None))))
        for wrong in ([-1], ["a"]):
            self.assertRaises(SleighIllegalValueException, arguments.permutation, wrong)


if __name__ == "__main__":
    unittest.main()
