"""The examples of the user guide, as printed there (``guide/examples.txt``)."""

import contextlib
import doctest
import io
import math
import os
import re
import threading
import unittest
from typing import NamedTuple

from integration.support import SECONDS, eventually, require_server
from nws.client import NwsServer

EXAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "guide", "examples.txt")


class Change(NamedTuple):
    """What is printed, what is run instead, and why."""

    printed: str
    run: str
    reason: str


CHANGES = [
    Change("> for i in range(4):\n", ">>> for i in range(4):\n", "the scan lost part of the prompt"),
    Change("> result = s.eachElem(abs", ">>> result = s.eachElem(abs", "the scan lost part of the prompt"),
    Change('print "The answer is", count', 'print("The answer is", count)', "print is a function in Python 3"),
    Change('print "The answer is", result', 'print("The answer is", result)', "print is a function in Python 3"),
    Change("s = Sleigh(launch=sshcmd, nodeList=['node1', 'node2'],\n...           nwsHost='node10')",
           "s = Sleigh(launch='local', nodeList=['node1', 'node2'],\n...           workerCount=2)",
           "there are no machines node1, node2 and node10 here: two workers on this one stand for them"),
]

# What the guide says holds after an example.
EXPECTED = {
    "2.3.2": [("ws.store('x', 1)", "ws.find('x') == 1 and ws.currentWs() == 'Python space'")],
    "3.1": [("age = ws.find('joe')", "age == 17"), ("age = ws.findTry('chet')", "age is None"),
            ("age = ws.findTry('chet', 0)", "age == 0"),
            ("for i in n:", "ws.listVars(format='dict')['biff'][1] == 4"),
            ("for i in range(4):", "n == [16, 19, 25, 22] and ws.fetchTry('biff') is None"),
            ("while 1:", "n == []")],
    "3.2": [("s.stop()", "raises(SleighStoppedException, s.status)"),
            ("s = Sleigh(launch='local'", "s.status() == (2, True)"),
            ("s = Sleigh(workerCount=8)", "s.status() == (8, True)"),
            ("result = s.eachElem(abs, range(-10, 0))", "result == list(range(10, 0, -1))"),
            ("result = s.eachElem(add2, [range(10), range(10, 0, -1)])", "result == [10] * 10"),
            ("result = map(add2, range(10), range(10, 0, -1))", "list(result) == [10] * 10"),
            ("result = s.eachElem(add2, range(10), 20)", "result == list(range(20, 30))"),
            ("result = map(add2, range(10), [20]*10)", "list(result) == list(range(20, 30))"),
            ("result = s.eachElem(sub, range(20), 20, argPermute=[1,0])", "result == list(range(20, 0, -1))"),
            ("while p.check() > 0:", "p.check() == 0"),
            ("result = p.wait()", "result == [20] * 20 and raises(SleighGatheredException, p.wait)"),
            ("result = s.eachElem(add2, [range(1000), range(1000)], loadFactor=3)",
             "result == list(range(0, 2000, 2))")],
    "A.1": [("count = nws.fetch(\"answer\")", "count == 42"),
            ('print("The answer is", count)', "printed == 'The answer is 42\\n'")],
    "A.1.9": [("workspace = server.openWs(name)", "workspace.currentWs() == name and name.startswith('example_')"),
              ("workspace = server.openWs('foo')", "server.listWss('dict')['foo'][1]"),
              ("workspace = NetWorkspace('foo')", "workspace.currentWs() == 'foo'"),
              ("workspace = server.useWs('foo')", "workspace.currentWs() == 'foo'"),
              ("workspace = NetWorkspace('foo', useUse=True)", "workspace.currentWs() == 'foo'")],
    "A.2": [("result = s.eachElem(math.exp, range(10))", "result == list(map(math.exp, range(10)))"),
            ('print("The answer is", result)', "printed.startswith('The answer is [1.0, 2.718')")],
}

ENDED = {"3.2": "s.stop()", "A.2": "s.stop()", "2.3.2": "ws.close()", "A.1": "nws.close()",
         "A.1.9": "workspace.close(); server.close()"}


def sections():
    """The text of each section, by its number."""
    with open(EXAMPLES, encoding="utf-8") as file:
        parts = re.split(r"^# (\S+) .*\n", file.read(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def changed(text):
    """The text as it is run."""
    for change in CHANGES:
        text = text.replace(change.printed, change.run)
    return text


def raises(kind, call):
    """Whether a call raises an exception."""
    try:
        call()
    except kind:
        return True
    return False


class Session:
    """A Python prompt."""

    def __init__(self):
        import nws.sleigh
        self.names = {"__name__": "__main__"}
        self.facts = dict(vars(nws.sleigh), raises=raises, math=math)

    def run(self, source):
        """Run what is typed; what it prints can be checked as ``printed``."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(compile(source, "<guide>", "single"), self.names)
        self.facts["printed"] = output.getvalue()

    def holds(self, expression):
        """Whether an expression is true."""
        return bool(eval(expression, {**self.facts, **self.names}))


class TutorialTest(unittest.TestCase):
    def setUp(self):
        require_server()

    def run_section(self, number):
        session, expected = Session(), list(EXPECTED[number])
        for example in doctest.DocTestParser().get_examples(changed(sections()[number])):
            yield session, example.source
            if expected and example.source.startswith(expected[0][0]):
                statement, condition = expected.pop(0)
                self.assertTrue(session.holds(condition), f"after {statement}: not {condition}")
        self.assertEqual([], expected)
        session.run(ENDED.get(number, "ws.close()"))

    def test_sections_with_one_session(self):
        for number in sorted(EXPECTED.keys() - {"3.1"}):
            with self.subTest(number):
                for session, source in self.run_section(number):
                    session.run(source)

    def test_the_data_sharing_tutorial_with_its_two_sessions(self):
        other, fetched, openings = Session(), threading.Event(), 0
        for session, source in self.run_section("3.1"):
            openings += source.startswith("ws = NetWorkSpace('bayport')")
            if source.startswith("x = ws.fetch('frank')"):  # "watch it block", in the other session
                thread = threading.Thread(target=lambda: (other.run("x = ws.fetch('frank')"), fetched.set()))
                thread.start()
                eventually(lambda: session.holds("ws.listVars(format='dict').get('frank', [0] * 5)[2] == 1"))
            elif openings == 2 and "NetWorkSpace" in source:  # "execute Python in another window"
                other.run("from nws.client import NetWorkSpace")
                other.run(source)
            else:
                self.assertFalse(fetched.is_set())
                session.run(source)
        self.assertTrue(fetched.wait(SECONDS))  # "see that the fetch in the first session completes"
        thread.join()
        self.assertTrue(other.holds("x == 18"))
        other.run("ws.close()")

    def test_the_tutorial_leaves_no_workspace_behind(self):
        for session, source in self.run_section("2.3.2"):
            session.run(source)
        with NwsServer() as server:
            self.assertNotIn("Python space", server.listWss("dict"))


class ExamplesTest(unittest.TestCase):
    def test_every_section_is_run_and_every_change_is_needed_once(self):
        self.assertEqual(EXPECTED.keys(), sections().keys())
        printed = "".join(sections().values())
        self.assertEqual([1] * len(CHANGES), [printed.count(change.printed) for change in CHANGES])
        self.assertNotRegex(changed(printed), r"(?m)^(?!>>> |\.\.\.|$)", "every line is part of a session")


if __name__ == "__main__":
    unittest.main()
