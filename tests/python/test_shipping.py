"""How functions travel to kernels."""

import ast
import functools
import io
import math
import os
import socket
import subprocess
import sys
import threading
import unittest
from unittest import mock

import travellers
from kernel_process import PACKAGES, SECONDS
from nws.kernel import shipped
from nws.kernel.namespace import Namespace
from nws.lazy import Lazy
from nws.sleigh import SleighIllegalValueException
from nws.sleigh.jobs.functions import as_code
from nws.sleigh.shipping import by_name_or_value, by_value, definition

TRAVELLERS = travellers.__file__
WITHOUT_SOURCE = {"classes", "times", "made", "Point"}  # made by dataclasses and namedtuple, or with private names


def run(*command, **options):
    """What a program prints."""
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=SECONDS,
                          env=dict(os.environ, PYTHONPATH=PACKAGES), **options)
    if done.returncode:
        raise AssertionError(done.stderr)
    return done.stdout


@functools.lru_cache(maxsize=None)
def cases():
    """Name, code, argument and result of the functions of ``travellers.py``, run as a program."""
    rows = [line.split("\t") for line in run(TRAVELLERS).splitlines()]
    return [(name, ast.literal_eval(code), ast.literal_eval(argument), result) for name, code, argument, result in rows]


def code_of(name, *kind):
    """The code of one function of ``travellers.py``."""
    return ast.literal_eval(run(TRAVELLERS, name, *kind))


class KernelTest(unittest.TestCase):
    def setUp(self):
        self.addCleanup(sys.modules.__setitem__, "__main__", sys.modules["__main__"])
        self.kernel = Namespace()


class TravelTest(KernelTest):
    def test_functions_of_a_program_give_the_same_in_a_kernel(self):
        self.assertEqual(len(travellers.CASES), len(cases()))
        for name, code, argument, result in cases():
            with self.subTest(name):
                self.assertEqual(result, repr(self.kernel.invoke(code, [argument])))

    def test_another_version_of_python_takes_the_source(self):
        for name, code, argument, result in cases():
            with self.subTest(name), mock.patch.object(shipped, "VERSION", "cpython-00"):
                if name in WITHOUT_SOURCE:
                    self.assertRaisesRegex(RuntimeError, "cpython-00 cannot run, and it came without its source",
                                           Namespace().invoke, code, [argument])
                else:
                    self.assertEqual(result, repr(Namespace().invoke(code, [argument])))

    def test_functions_typed_at_a_prompt_travel(self):
        session = ("factor = 3\n"
                   "def add2(x, y): return x + twice(y)\n\n"
                   "def twice(x): return 2 * x * factor\n\n"
                   "from nws.sleigh.jobs.functions import as_code\n"
                   "as_code(add2, None, 'python')[1]\nas_code(lambda x: add2(x, 1), None, 'python')[1]\n")
        add2, lambda_ = map(ast.literal_eval, run("-i", "-q", input=session).splitlines())
        self.assertEqual((61, 11), (self.kernel.invoke(add2, [1, 10]), self.kernel.invoke(lambda_, [5])))

    def test_functions_inside_functions_of_modules_travel(self):
        outer = 5
        self.assertEqual(11, self.kernel.invoke(by_name_or_value(lambda x: outer + x), [6]))
        self.assertEqual(2.0, self.kernel.invoke(by_name_or_value(lambda x: math.sqrt(x)), [4]))

    def test_functions_made_by_programs_travel(self):
        names = {"math": math, "__name__": "made"}
        exec("def typed(x, y=2, *, z=3): return math.floor(x) * y + z, __name__\nsquare = lambda x: x * x", names)
        self.assertEqual((11, "made"), self.kernel.invoke(by_value(names["typed"]), [4.5]))
        self.assertEqual(9, self.kernel.invoke(by_value(names["square"]), [3]))

    def test_captured_variables_are_shared_as_at_home(self):
        def pair():
            count = 0

            def up():
                nonlocal count
                count += 1

            def show():
                return count

            return lambda x: (up(), up(), show())[-1]

        self.assertEqual(2, self.kernel.invoke(by_value(pair()), [0]))

    def test_a_variable_without_a_value_stays_without(self):
        def outer():
            def inner(x):
                return later + x
            code = by_value(inner)
            later = 1
            return code

        self.assertRaises(NameError, self.kernel.invoke, outer(), [1])

    def test_values_keep_their_sharing(self):
        one = [1]
        two = [one, one, {"self": one}]
        code = by_value(lambda: two[0] is two[1] is two[2]["self"])
        self.assertTrue(self.kernel.invoke(code, []))

    def test_the_code_is_loaded_once_per_kernel(self):
        with mock.patch.object(shipped.pickle, "load", wraps=shipped.pickle.load) as load:
            code = by_value(travellers.adder(1))
            self.assertEqual([2, 3, 4], [self.kernel.invoke(code, [x]) for x in (1, 2, 3)])
            self.assertEqual(1, load.call_count)
            self.assertEqual(5, Namespace().invoke(code, [4]))
            self.assertEqual(2, load.call_count)

    def test_the_cache_is_bounded(self):
        codes = [by_value(travellers.adder(n)) for n in range(200)]
        self.assertEqual(list(range(200)), [self.kernel.invoke(code, [0]) for code in codes])
        self.assertLessEqual(len(shipped._CARGOES), 64)
        self.assertEqual(7, self.kernel.invoke(codes[0], [7]))

    def test_a_name_space_belongs_to_no_cargo_by_itself(self):
        self.assertRaises(LookupError, shipped.scope, 1)

    def test_source_without_a_function_is_refused(self):
        self.assertRaisesRegex(ValueError, "no function in '1'", shipped.code_from, "1", 1, "f", "g", ())
        self.assertRaisesRegex(ValueError, "no function g", shipped.code_from, "def f(): pass", 1, "f", "g", ())


class NamesTest(KernelTest):
    def test_names_of_the_kernel_are_seen_as_they_are_now(self):
        code = code_of("of_the_kernel")
        self.assertRaises(NameError, self.kernel.invoke, code, [])
        self.kernel.names["SleighRank"] = 3
        self.kernel.define("defined_later = 9")
        self.assertEqual((3, 9), self.kernel.invoke(code, []))
        self.kernel.define("del defined_later")
        self.assertRaises(NameError, self.kernel.invoke, code, [])

    def test_what_functions_assign_to_globals_stays_for_later_tasks(self):
        code = code_of("accumulate")
        self.assertEqual([4, 8], [self.kernel.invoke(code, [4]), self.kernel.invoke(code, [4])])
        self.assertEqual(8, self.kernel.evaluate("total", []))
        self.kernel.evaluate("total = 100", [])
        self.assertEqual(101, self.kernel.invoke(code, [1]))

    def test_jobs_do_not_see_each_others_globals(self):
        def job(factor):
            names = {"factor": factor}
            exec("def times(x): return factor * x", names)
            return by_value(names["times"])

        two, three = job(2), job(3)
        self.assertEqual([20, 30, 20], [self.kernel.invoke(code, [10]) for code in (two, three, two)])
        self.assertNotIn("factor", self.kernel.names)

    def test_definitions_stay_with_all_they_use(self):
        self.kernel.define(code_of("classes", "define"))
        self.assertEqual(repr(travellers.classes(4)), repr(self.kernel.evaluate("classes(4)", [])))
        self.kernel.evaluate("factor = 100", [])
        self.assertEqual(500.0, self.kernel.evaluate("Point(3, 4).norm()", []))

    def test_definitions_have_names(self):
        self.kernel.define(definition(lambda x: x * 2))
        self.kernel.define(definition(math.exp))
        self.assertEqual((8, 1.0), (self.kernel.evaluate("SleighFunction(4)", []), self.kernel.evaluate("exp(0)", [])))

    def test_functions_of_modules_that_use_names_of_the_sleigh_get_them(self):
        self.kernel.names.update(SleighRank=5, defined_later=1)
        self.addCleanup(vars(travellers).pop, "SleighRank", None)
        self.assertRaisesRegex(NameError, "defined_later", self.kernel.invoke,
                               by_name_or_value(travellers.of_the_kernel), [])
        self.assertEqual(5, travellers.SleighRank)

    def test_a_function_that_can_be_awaited_is(self):
        self.assertEqual(7, self.kernel.invoke(code_of("awaited"), [7]))


class RefusalTest(unittest.TestCase):
    def refused(self, fun):
        with self.assertRaises(SleighIllegalValueException) as caught:
            as_code(fun, None, "python")
        return str(caught.exception)

    def test_what_cannot_travel_is_named(self):
        file, lock, generator, module = open(os.devnull), threading.Lock(), (x for x in "a"), type(os)("nowhere")
        self.addCleanup(file.close)
        workspace = Lazy(dict, "workspace 'w'")
        for fun, words in ((lambda: file, "variable 'file' of the closure is an open file"),
                           (lambda: lock, "variable 'lock' of the closure is a lock of this process"),
                           (lambda: generator, "'generator' of the closure is a generator, which runs here"),
                           (lambda: workspace, "'workspace' of the closure is a connection of this process"),
                           (lambda: module, "module nowhere cannot be imported by its name"),
                           (lambda x=file: x, "the default of a parameter is an open file"),
                           (lambda *, x=file: x, "the default of a parameter is an open file"),
                           (functools.partial(abs, file), "an argument in it is an open file"),
                           (file.write, "its object is an open file"),
                           (generator.__next__, "its object is a generator")):
            with self.subTest(words):
                self.assertIn(words, self.refused(fun))

    def test_the_innermost_function_is_named(self):
        connection = socket.socket()
        self.addCleanup(connection.close)

        def inner():
            return connection

        def outer():
            return inner() or outer()

        self.assertRegex(self.refused(outer), "^function .*<locals>.inner cannot travel: variable 'connection' of the "
                                              "closure is a socket$")

    def test_global_variables_and_classes_are_named(self):
        names = {"out": io.TextIOWrapper(io.BytesIO()), "__name__": "__main__"}
        exec("def fun(): return out\n"
             "class Holder:\n    kept = out\n    def get(self): return self.kept\nuse = lambda: Holder().get()", names)
        self.assertEqual("function fun cannot travel: global variable 'out' is an open file",
                         self.refused(names["fun"]))
        self.assertEqual("class Holder cannot travel: attribute 'kept' of the class is an open file",
                         self.refused(names["use"]))

    def test_values_that_cannot_be_pickled_are_described(self):
        class Stubborn:
            def __reduce__(self):
                raise TypeError("I stay here")

        stubborn, deep = Stubborn(), functools.reduce(lambda inner, _: [inner], range(100000), [])
        self.assertIn("is of type Stubborn, which cannot be pickled (I stay here)", self.refused(lambda: stubborn))
        self.assertIn("'deep' of the closure is of type list, nested too deeply", self.refused(lambda: deep))
        while deep:  # to take it apart at once could be too deep, too
            deep = deep.pop()

    def tearDown(self):
        sys.modules["__main__"] = self.main

    def setUp(self):
        self.main = sys.modules["__main__"]


if __name__ == "__main__":
    unittest.main()
