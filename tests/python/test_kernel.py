"""The kernel, as a process of its own, over its channel."""

import os
import signal
import subprocess
import sys
import tempfile
import unittest

from kernel_process import PACKAGES, SECONDS, KernelError, KernelProcess


class KernelTest(unittest.TestCase):
    def setUp(self):
        self.kernel = KernelProcess()
        self.addCleanup(self.kernel.close)

    def failure(self, method, *params):
        with self.assertRaises(KernelError) as caught:
            self.kernel.ask(method, *params)
        return caught.exception

    def test_the_first_message_is_ready(self):
        facts = {"language": "python", "version": "%d.%d.%d" % sys.version_info[:3], "pid": self.kernel.process.pid}
        self.assertEqual([2, "ready", ["secret", facts]], self.kernel.ready)

    def test_evaluate_gives_the_value_of_an_expression(self):
        self.assertEqual(42, self.kernel.evaluate("SleighArguments[0] * SleighArguments[1]", 6, 7))

    def test_evaluate_gives_the_last_value_of_statements(self):
        for code, expected in (("x = 5\nx + 1", 6), ("x = 5", None), ("SleighValue = 7\n8", 7), ("", None),
                               ("for i in range(3):\n  SleighValue = i", 2), ("# nothing", None)):
            with self.subTest(code):
                self.assertEqual(expected, self.kernel.evaluate(code))

    def test_an_earlier_SleighValue_is_not_taken_for_a_result(self):
        self.kernel.evaluate("SleighValue = 1")
        self.assertIsNone(self.kernel.evaluate("if False: SleighValue = 2"))
        self.assertEqual(5, self.kernel.evaluate("y = 4\ny + 1"))

    def test_leading_blanks_are_stripped(self):
        for code in ("   1 + 1", "\n\n   1 + 1", "  x = 1\n  x + 1", "    x = 2\nx", "\tif True:\n\t\tx = 2\n\tx"):
            with self.subTest(code):
                self.assertEqual(2, self.kernel.evaluate(code))

    def test_assignments_persist(self):
        self.kernel.evaluate("import math\nx = 9")
        self.assertEqual(3.0, self.kernel.evaluate("math.sqrt(x)"))

    def test_define_and_invoke(self):
        self.assertIsNone(self.kernel.ask("define", "def tokenise(text):\n    return text.split()"))
        self.assertEqual(["a", "b"], self.kernel.invoke("tokenise", "a b"))

    def test_invoke_finds_functions(self):
        for code, arguments, expected in (("abs", [-1], 1), ("math.sqrt", [16], 4.0), ("lambda x: x * x", [3], 9),
                                          ("os.path.basename", ["/a/b"], "b"), ("str.upper", ["a"], "A"),
                                          ("xml.dom.minidom.getDOMImplementation().hasFeature", ["core", "2.0"], True),
                                          ("def twice(x):\n  return 2 * x", [4], 8), ("(lambda:\n  1)", [], 1),
                                          ("import math\nlambda x: math.floor(x)", [1.5], 1)):
            with self.subTest(code):
                self.kernel.evaluate("import xml.dom.minidom")
                self.assertEqual(expected, self.kernel.invoke(code, *arguments))

    def test_invoke_names_what_it_cannot_find(self):
        for code, kind, text in (("nope", "NameError", "no function 'nope'"), ("nope.x", "ModuleNotFoundError", "nope"),
                                 ("math.nope", "AttributeError", "nope"), ("math.pi", "TypeError", "not a function"),
                                 ("1 +", "SyntaxError", "invalid syntax")):
            with self.subTest(code):
                error = self.failure("invoke", code, [])
                self.assertEqual(kind, error.type)
                self.assertIn(text, error.message)

    def test_coroutines_are_awaited(self):
        self.kernel.ask("define", "import asyncio\nasync def slowly(x):\n    await asyncio.sleep(0)\n    return x + 1")
        self.assertEqual(2, self.kernel.invoke("slowly", 1))
        self.assertEqual(3, self.kernel.evaluate("await slowly(2)"))
        self.assertEqual(4, self.kernel.evaluate("slowly(3)"))

    def test_values_of_every_kind_pass(self):
        for value in (None, 2 ** 70, {1: (2, {3})}, float("inf"), b"bytes", {"k": [1.5]}):
            self.assertEqual(value, self.kernel.invoke("lambda x: x", value))

    def test_a_result_without_kind_is_an_error_with_its_path(self):
        error = self.failure("evaluate", "{'rows': [1, print]}", [])
        self.assertEqual("NwsValueError", error.type)
        self.assertIn("the result cannot be returned", error.message)
        self.assertIn("at ['rows'][1]", error.message)

    def test_arguments_that_cannot_be_decoded_are_an_error_and_the_kernel_goes_on(self):
        self.kernel.send(b"\x94\x00\x09\xa6invoke\x92\xa3abs\x91\xd4\x63\x00")
        with self.assertRaisesRegex(KernelError, "unknown extension type 99"):
            self.kernel.answer(9)
        self.assertEqual(1, self.kernel.evaluate("1"))

    def test_unknown_methods_are_refused(self):
        self.assertIn("no method 'dance'", self.failure("dance").message)

    def test_the_stack_shows_the_users_lines_only(self):
        self.kernel.ask("define", "\n\ndef inner(x):\n    return 1 / x\n\ndef outer(x):\n    return inner(x)")
        error = self.failure("invoke", "outer", [0])
        self.assertEqual(("ZeroDivisionError", "division by zero", "python"),
                         (error.type, error.message, error.language))
        frames = [line.strip() for line in error.stack.splitlines() if "^" not in line and "~" not in line]
        self.assertEqual(['File "<task 1>", line 7, in outer', "return inner(x)",
                          'File "<task 1>", line 4, in inner', "return 1 / x"], frames)

    def test_chained_exceptions_are_the_cause(self):
        code = "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('bad') from e"
        error = self.failure("evaluate", code, [])
        self.assertEqual(("ValueError", "KeyError"), (error.type, error.cause["type"]))
        self.assertIn("line 2", error.cause["stack"])

    def test_failures_that_are_hard_to_describe_do_not_end_the_kernel(self):
        chain = "error = None\nfor number in range(1000):\n    outer = KeyError(number)\n" \
                "    outer.__cause__, error = error, outer\nraise error"
        error = self.failure("evaluate", chain, [])
        self.assertEqual(("KeyError", "999"), (error.type, error.message))
        silent = "class Silent(Exception):\n    def __str__(self): raise KeyError\nraise Silent"
        self.assertIn("__str__ raised KeyError", self.failure("evaluate", silent, []).message)
        odd = "class Odd:\n    def __repr__(self): raise KeyError('repr')\nimport sys\nsys.exit(Odd())"
        self.assertEqual("KeyError", self.failure("evaluate", odd, []).type)
        remote = "from nws import RemoteError\nraise RemoteError(print, '')"
        self.assertEqual("NwsValueError", self.failure("evaluate", remote, []).type)

    def test_a_syntax_error_shows_the_line(self):
        error = self.failure("evaluate", "x = 1\ndef (", [])
        self.assertEqual("SyntaxError", error.type)
        self.assertIn('line 2\n    def (', error.stack)

    def test_exit_is_an_error_of_the_task(self):
        for code, text in (("exit(3)", "the task called exit(3)"),
                           ("import sys\nsys.exit()", "the task called exit()")):
            error = self.failure("evaluate", code, [])
            self.assertEqual(("SystemExit", text), (error.type, error.message))
        self.assertEqual(2, self.kernel.evaluate("1 + 1"))

    def test_output_comes_in_order_before_the_response(self):
        self.kernel.evaluate("import sys\nprint('a', 'b')\nprint('c', file=sys.stderr)\n"
                             "print('d', end='')\n"
                             "sys.stderr.write('e')\nsys.stdout.buffer.write(b'f')")
        self.assertEqual([("stdout", "a b\n"), ("stderr", "c\n"), ("stdout", "d"), ("stderr", "e"), ("stdout", "f")],
                         self.kernel.output)

    def test_output_of_any_size_and_kind_passes(self):
        self.kernel.evaluate("print('\u00e9' * 100000)\nprint('\\ud800')")
        self.assertEqual("\u00e9" * 100000 + "\n\\ud800\n", self.kernel.printed())

    def test_output_below_python_stays_out_of_the_channel(self):
        self.kernel.evaluate("import os, subprocess, sys\nos.write(1, b'native\\n')\n"
                             "done = subprocess.run([sys.executable, '-c', 'print(\"child\")'], stdout=sys.stdout)")
        self.assertEqual([], self.kernel.output)
        _, written = self.kernel.close()
        self.assertEqual(b"native\nchild\n", written)

    def test_a_forked_child_prints_where_the_kernel_inherited(self):
        self.kernel.evaluate("import os\npid = os.fork()\n"
                             "if pid == 0:\n    print('child', flush=True)\n    os._exit(0)\n"
                             "os.waitpid(pid, 0)\nprint('parent')")
        self.assertEqual("parent\n", self.kernel.printed())
        _, written = self.kernel.close()
        self.assertEqual(b"child\n", written)

    def test_nobody_types(self):
        for _ in range(2):
            self.assertEqual("EOFError", self.failure("evaluate", "input()", []).type)
            self.failure("evaluate", "exit()", [])  # which closes the input

    def test_an_interrupt_ends_the_task_only(self):
        self.kernel.begin("evaluate", "import time\nprint('now', flush=True)\ntime.sleep(60)", [])
        self.assertEqual([2, "output", ["stdout", "now\n"]], self.kernel.receive())
        os.kill(self.kernel.process.pid, signal.SIGINT)
        with self.assertRaises(KernelError) as caught:
            self.kernel.answer()
        self.assertEqual("KeyboardInterrupt", caught.exception.type)
        self.assertIn('"<task 1>", line ', caught.exception.stack)
        os.kill(self.kernel.process.pid, signal.SIGINT)
        self.assertEqual(2, self.kernel.evaluate("1 + 1"))

    def test_an_interrupt_ends_a_coroutine(self):
        self.kernel.begin("evaluate", "import asyncio\nprint('now', flush=True)\nawait asyncio.sleep(60)", [])
        self.kernel.receive()
        os.kill(self.kernel.process.pid, signal.SIGINT)
        with self.assertRaises(KernelError) as caught:
            self.kernel.answer()
        self.assertEqual("KeyboardInterrupt", caught.exception.type)
        self.assertEqual(2, self.kernel.evaluate("await asyncio.sleep(0, 2)"))

    def test_requests_are_answered_in_order(self):
        for number in range(5):
            self.kernel.begin("evaluate", str(number), [])
        self.assertEqual([0, 1, 2, 3, 4], [self.kernel.answer(number) for number in range(1, 6)])

    def test_the_process_ends_with_the_channel_in_the_middle_of_a_task(self):
        self.kernel.begin("evaluate", "print('now', flush=True)\nwhile True: pass", [])
        self.kernel.receive()
        self.assertEqual((0, b""), self.kernel.close())

    def test_configure_sets_what_tasks_see(self):
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "of_the_farm.py"), "w") as file:
                file.write("def answer():\n    return 42\n")
            self.kernel.ask("configure", {"rank": 2, "workers": 5, "modulePath": directory})
            self.assertEqual((2, 5), self.kernel.evaluate("SleighRank, SleighWorkerCount"))
            self.assertEqual(42, self.kernel.invoke("of_the_farm.answer"))

    def test_workspaces_are_missed_only_where_they_are_used(self):
        error = self.failure("evaluate", "SleighNws.store('x', 1)", [])
        self.assertIn("does not run in a Sleigh", error.message)
        self.assertEqual(['File "<task 1>", line 1, in <module>', "SleighNws.store('x', 1)"],
                         [line.strip() for line in error.stack.splitlines() if "^" not in line])

    def test_classes_of_tasks_can_be_found_in_main(self):
        self.kernel.ask("define", "import pickle, dataclasses\n@dataclasses.dataclass\nclass Point:\n    x: int")
        self.assertEqual({"x": 1}, self.kernel.evaluate("pickle.loads(pickle.dumps(Point(1)))"))

    def test_the_cache_of_code_is_bounded(self):
        for number in range(1100):
            self.kernel.evaluate(f"x{number} = {number}")
        lines = self.kernel.evaluate("import linecache\nsum(name.startswith('<task') for name in linecache.cache)")
        self.assertLessEqual(lines, 512)


class StartTest(unittest.TestCase):
    def start(self, **environment):
        variables = dict(os.environ, PYTHONPATH=PACKAGES, **environment)
        return subprocess.run([sys.executable, "-m", "nws.kernel"], env=variables, capture_output=True, text=True,
                              timeout=SECONDS)

    def test_without_a_host_the_kernel_says_what_it_needs(self):
        done = self.start(NWS_KERNEL="")
        self.assertEqual(2, done.returncode)
        self.assertIn("NWS_KERNEL=address:port", done.stderr)

    def test_a_host_that_is_gone_is_named(self):
        done = self.start(NWS_KERNEL="127.0.0.1:0")
        self.assertEqual(1, done.returncode)
        self.assertIn("127.0.0.1:0", done.stderr)


class MapTest(unittest.TestCase):
    def setUp(self):
        self.kernel = KernelProcess()
        self.addCleanup(self.kernel.close)

    def map(self, code, rows, fixed=(), permute=None, kernel=None, **options):
        """What became of all the elements, whether it was told while the map ran or at its end."""
        kernel = kernel or self.kernel
        del kernel.told[:]
        rest = kernel.ask("map", "invoke", code, [list(row) for row in rows], list(fixed), permute, options)
        parts = [*(told[1:3] for told in kernel.told), (rest["values"], rest["errors"])]
        errors = {at: error for _, errors in parts for at, error in errors.items()}
        return {"values": [value for values, _ in parts for value in values], "errors": errors}

    def test_numpy_has_the_numbers_of_the_element_also_if_that_imports_it(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        os.makedirs(os.path.join(folder.name, "numpy", "random"))
        for name, text in (("numpy", "from . import random\n"),
                           ("numpy/random", "from random import Random\n_own = Random()\nrand = _own.random\n"
                            "def seed(words=None): _own.seed(None if words is None else tuple(words).__hash__())\n")):
            with open(os.path.join(folder.name, name, "__init__.py"), "w", encoding="utf-8") as file:
                file.write(text)
        other = KernelProcess()
        self.addCleanup(other.close)
        for kernel in (self.kernel, other):
            kernel.ask("configure", {"modulePath": folder.name})
        code = "def draw(x):\n    import numpy\n    return numpy.random.rand()"
        whole = self.map(code, [[0], [1], [2]], seed=9)["values"]
        self.assertEqual(whole[1:], self.map(code, [[1], [2]], kernel=other, seed=9, first=1)["values"])
        self.assertNotEqual(self.map(code, [[0]])["values"], self.map(code, [[0]], kernel=other)["values"])

    def test_the_seed_of_an_element_is_a_step_of_splitmix64(self):
        import random
        seeded = random.Random(6457827717110365317).random()  # the first number of splitmix64 for 1234567
        self.assertEqual([seeded], self.map("import random\nlambda x: random.random()", [[0]], seed=1234567)["values"])

    def test_an_interrupt_that_a_task_catches_ends_the_map_all_the_same(self):
        code = ("def stubborn(x):\n    try:\n        print('begun', flush=True)\n        while True: pass\n"
                "    except KeyboardInterrupt:\n        return 'caught'")
        self.kernel.begin("map", "invoke", code, [[1], [2]], [], None, {})
        self.assertEqual([2, "output", ["stdout", "begun\n", 0]], self.kernel.receive())
        self.kernel.process.send_signal(signal.SIGINT)
        kind, method, (_, values, errors, seconds) = self.kernel.receive()
        self.assertEqual((2, "part", ["caught"], {}, 1), (kind, method, values, errors, len(seconds)))
        self.assertEqual("KeyboardInterrupt", self.kernel.receive()[2]["type"])

    def test_an_exit_is_an_error_of_its_element(self):
        result = self.map("lambda x: exit(3) if x == 1 else x", [[0], [1], [2]])
        self.assertEqual([0, None, 2], result["values"])
        messages = {at: error["message"] for at, error in result["errors"].items()}
        self.assertEqual({1: "the task called exit(3)"}, messages)

    def test_a_map_with_other_parameters_is_refused(self):
        with self.assertRaises(KernelError) as caught:
            self.kernel.ask("map", "invoke", "abs", [])
        self.assertIn("6 parameters", caught.exception.message)

    def test_large_arrays_are_among_the_arguments(self):
        rows = [[list(range(-300, 70000, 997)), [1.5, float("inf")], [[1], ["a", [2]]], "text", None]]
        self.assertEqual(rows, self.map("lambda *x: list(x)", rows)["values"])


if __name__ == "__main__":
    unittest.main()
