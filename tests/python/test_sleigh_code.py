"""How functions and arguments become tasks."""

import collections
import datetime
import io
import itertools
import math
import os.path
import subprocess
import sys
import unittest
import xml.dom.minidom
from json import dumps as as_json

from kernel_process import PACKAGES, SECONDS
from nws.kernel import marshalled
from nws.kernel.namespace import Namespace
from nws.sleigh import SleighIllegalValueException, arguments
from nws.sleigh.functions import as_code
from nws.sleigh.names import importable_name
from nws.sleigh.source import source_of


def helper(x):
    return math.sqrt(x)


def uses_globals(x):
    return [helper(x), as_json([x]), os.path.join("a", "b"), xml.dom.minidom.parseString("<a/>").firstChild.tagName,
            collections.Counter("aab").most_common(1)]


def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


def with_default(x, *, factor=3):
    return x * factor


two_lambdas = [lambda x: x + 1, lambda x: x + 2]
lambda_of_lines = [
    lambda x:
    x * x
]


class FunctionTest(unittest.TestCase):
    def assert_travels(self, fun, *values):
        self.assertEqual(fun(*values), Namespace().invoke(source_of(fun), list(values)))

    def setUp(self):
        self.addCleanup(sys.modules.__setitem__, "__main__", sys.modules["__main__"])

    def test_functions_travel_with_the_globals_they_use(self):
        self.assert_travels(helper, 16)
        self.assert_travels(uses_globals, 9)

    def test_functions_may_call_themselves(self):
        self.assert_travels(factorial, 5)

    def test_defaults_travel(self):
        self.assert_travels(with_default, 2)

    def test_functions_inside_functions_travel(self):
        def inner(x):
            return x - 1

        self.assert_travels(inner, 5)

    def test_lambdas_are_found_in_their_line(self):
        for fun in (*two_lambdas, *lambda_of_lines, lambda x: (x, [y for y in range(x)])):
            self.assert_travels(fun, 5)

    def test_functions_without_source_travel_as_compiled_code(self):
        names = {"math": math}
        exec("def typed(x, y=2, *, z=3): return math.floor(x) * y + z\nsquare = lambda x: x * x", names)
        for name in ("typed", "square"):
            text = source_of(names[name])
            self.assertIn("marshalled", text)
            self.assertEqual(names[name](4.5), Namespace().invoke(text, [4.5]))

    def test_compiled_code_is_refused_by_another_version(self):
        with self.assertRaisesRegex(RuntimeError, "compiled by cpython-27"):
            marshalled.load("cpython-27", "", {})

    def test_what_can_be_imported_travels_by_name(self):
        for fun, name in ((abs, "builtins.abs"), (math.exp, "math.exp"), (str.upper, "builtins.str.upper"),
                          (datetime.date.fromisoformat, "datetime.date.fromisoformat"), (len, "builtins.len"),
                          (dict.fromkeys, "builtins.dict.fromkeys"), (collections.Counter, "collections.Counter"),
                          (itertools.chain.from_iterable, "itertools.chain.from_iterable"),
                          (helper, f"{__name__}.helper")):
            with self.subTest(name):
                self.assertEqual(name if __name__ != "__main__" or fun is not helper else None, importable_name(fun))

    def test_what_cannot_travel_is_refused_with_the_reason(self):
        outer = 1

        def closure(x):
            return x + outer

        for fun, reason in ((closure, "uses outer of the function around it"), (self.setUp, "bound to an object"),
                            (io.StringIO().write, "only functions"), (3, "neither a function nor code")):
            with self.subTest(reason):
                with self.assertRaisesRegex(SleighIllegalValueException, reason):
                    as_code(fun, None, "python")

    def test_types(self):
        self.assertEqual(("eval", "1 + 1"), as_code("1 + 1", None, "python"))
        self.assertEqual(("invoke", "x => x"), as_code("x => x", "invoke", "javascript"))
        self.assertEqual(("invoke", "math.exp"), as_code(math.exp, None, "python"))
        self.assertEqual("define", as_code(helper, "define", "python")[0])
        for fun, type, language, reason in (("1", "dance", "python", "eval, define, invoke"),
                                            (helper, "eval", "python", "takes code as text"),
                                            (helper, None, "csharp", "cannot run in csharp"),
                                            ("1 +", None, "python", "not Python")):
            with self.subTest(reason):
                with self.assertRaisesRegex(SleighIllegalValueException, reason):
                    as_code(fun, type, language)

    def test_functions_typed_in_an_interactive_session_travel(self):
        session = ("from nws.sleigh.source import source_of\ndef add2(x, y): return x + y\n\n"
                   "from nws.kernel.namespace import Namespace\nprint(Namespace().invoke(source_of(add2), [1, 2]))\n")
        done = subprocess.run([sys.executable, "-i", "-q"], input=session, capture_output=True, text=True,
                              timeout=SECONDS, env=dict(os.environ, PYTHONPATH=PACKAGES))
        self.assertEqual("3", done.stdout.strip(), done.stderr)


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
