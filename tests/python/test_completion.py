"""What the kernel suggests."""

import json
import types
import unittest

from kernel_process import KernelProcess
from nws.kernel.completion import complete


class Touchy:
    """Everything that is run here fails the test."""

    __slots__ = ("slot",)
    shared = 1

    def method(self):
        raise AssertionError

    @property
    def computed(self):
        raise AssertionError("a property was called")

    @staticmethod
    def helper():
        raise AssertionError

    def __getattr__(self, name):
        raise AssertionError(f"__getattr__ was called for {name}")


class CompletionTest(unittest.TestCase):
    names = {"value": 7, "vase": types, "json": json, "function": lambda: 0, "touchy": Touchy(), "Touchy": Touchy,
             "holder": types.SimpleNamespace(number=1, touchy=Touchy()), "text": "abc", "naïve": 1}

    def texts(self, code, cursor=None):
        return [item["text"] for item in self.found(code, cursor)["items"]]

    def found(self, code, cursor=None):
        return complete(code, len(code) if cursor is None else cursor, self.names)

    def kinds(self, code):
        return {item["text"]: item["kind"] for item in self.found(code)["items"]}

    def test_names_keywords_and_builtins(self):
        items = [{"text": "value", "kind": "variable"}, {"text": "vars", "kind": "function"},
                 {"text": "vase", "kind": "module"}]
        self.assertEqual({"start": 4, "items": items}, self.found("1 + va"))
        self.assertEqual({"while": "keyword"}, self.kinds("whi"))
        self.assertEqual("type", self.kinds("Value")["ValueError"])
        self.assertEqual("function", self.kinds("func")["function"])
        self.assertEqual(["naïve"], self.texts("naï"))

    def test_the_text_after_the_cursor_does_not_count(self):
        self.assertEqual(["value", "vars", "vase"], self.texts("va + nothing", 2))
        self.assertEqual(2, self.found("😀 va", 4)["start"])

    def test_attributes(self):
        self.assertEqual({"number": "property"}, self.kinds("holder.nu"))
        self.assertEqual({"upper": "function"}, self.kinds("x = text.upp"))
        self.assertEqual({"SimpleNamespace": "type"}, self.kinds("vase.SimpleN"))
        self.assertEqual(["method"], self.texts("(touchy.met"))
        self.assertEqual(12, self.found("x = (touchy.met")["start"])

    def test_nothing_is_run(self):
        expected = {"computed": "property", "helper": "function", "method": "function", "shared": "property",
                    "slot": "property"}
        self.assertEqual(expected, self.kinds("touchy."))
        self.assertEqual(expected, self.kinds("holder.touchy."))
        self.assertEqual(expected, self.kinds("Touchy."))
        self.assertEqual({}, self.kinds("touchy.computed."))
        self.assertEqual({}, self.kinds("touchy.nothing."))
        self.assertEqual({}, self.kinds("function().x"))

    def test_private_names_only_if_they_are_asked_for(self):
        self.assertNotIn("__slots__", self.texts("Touchy."))
        self.assertIn("__slots__", self.texts("Touchy.__"))

    def test_modules_after_import(self):
        self.assertEqual({"shutil": "module"}, self.kinds("import shut"))
        self.assertEqual({"decoder": "module"}, self.kinds("import os, json.deco"))
        self.assertEqual(["minidom"], self.texts("from xml.dom.minid"))
        self.assertEqual({"dumps": "function"}, self.kinds("import json\nfrom json import loads, dumps"))
        self.assertIn("handlers", self.texts("from logging import hand"))
        self.assertEqual(["import"], self.texts("from json imp"))

    def test_a_package_is_not_loaded_to_be_looked_into(self):
        kernel = KernelProcess()
        self.addCleanup(kernel.close)
        found = kernel.ask("complete", "import xmlrpc.cl", 16)
        self.assertEqual([{"text": "client", "kind": "module"}], found["items"])
        self.assertFalse(kernel.evaluate("import sys\n'xmlrpc' in sys.modules"))

    def test_nothing_inside_strings_and_comments(self):
        for code in ('print("va', "x = 1  # va", "'''va"):
            with self.subTest(code):
                self.assertEqual([], self.texts(code))
        self.assertEqual(["value", "vars", "vase"], self.texts('print("a\\"b" + va'))

    def test_at_most_a_thousand(self):
        names = {f"name{number}": number for number in range(5000)}
        self.assertEqual(1000, len(complete("", 0, names)["items"]))


if __name__ == "__main__":
    unittest.main()
