"""Workspaces on a real server."""

import io
import os
import signal
import subprocess
import sys
import threading
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import nws
from integration.support import SECONDS, WorkspaceTest, eventually
from interrupts import interrupt_until
from nws.client import (DICT, V_FETCHERS, V_FINDERS, V_MODE, V_VALUES, WS_MINE, WS_NUMVARS, WS_PERSISTENT, WS_VARLIST,
                        Delivery, NetWorkSpace, NwsConnectionDroppedException, NwsDeclarationFailedException,
                        NwsNoWorkspaceException, NwsOperationException, NwsServer, NwsTimeoutException)
from nws.values import Float32, NwsDateTime, NwsMap, NwsSet, NwsValueError, RemoteError, encode

PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(nws.__file__)))

VALUES = [None, True, 0, -1, 2 ** 63, -2 ** 200, 1.5, float("inf"), Float32(0.1), "\u00e9\ud800", b"\0\xff", [],
          [1, [2]], (1, ()), {1, "a"}, {"a": {"b": [1]}, 2: 3, (1, 2): 4}, NwsMap([(1, 1), (1.0, 2)]), NwsSet([[1]]),
          Decimal("1.50"), 1 + 2j, uuid.UUID(int=7), datetime(1, 1, 1),
          datetime(9999, 12, 31, tzinfo=timezone(timedelta(hours=5))), datetime(2024, 1, 1, tzinfo=timezone.utc),
          NwsDateTime(1, 1, 0), timedelta(microseconds=-1), RemoteError("E", "m", "s", "csharp", RemoteError("F", "n")),
          "x" * 1000000, bytes(5000000), list(range(50000))]


class ValueTest(WorkspaceTest):
    def test_every_kind_of_value_returns_as_it_was(self):
        for value in VALUES:
            with self.subTest(repr(value)[:40]):
                self.ws.store("x", value)
                found, fetched = self.ws.find("x"), self.ws.fetch("x")
                self.assertEqual((encode(value), encode(value)), (encode(found), encode(fetched)))
                self.assertIs(type(value), type(fetched))


class VariableTest(WorkspaceTest):
    def test_find_leaves_and_fetch_removes(self):
        self.ws.store("x", 1)
        self.assertEqual((1, 1, 1, None, "none"), (self.ws.find("x"), self.ws.find("x"), self.ws.fetch("x"),
                                                   self.ws.findTry("x"), self.ws.fetchTry("x", "none")))

    def test_modes(self):
        for mode, expected in (("fifo", [1, 2, 3]), ("lifo", [3, 2, 1]), ("single", [3])):
            self.ws.declare(mode, mode)
            for value in (1, 2, 3):
                self.ws.store(mode, value)
            self.assertEqual(expected, [self.ws.fetch(mode) for _ in expected])
            self.assertIsNone(self.ws.fetchTry(mode))
        self.ws.declare("multi", "multi")
        for value in range(5):
            self.ws.store("multi", value)
        self.assertEqual(set(range(5)), {self.ws.fetch("multi") for _ in range(5)})

    def test_a_mode_cannot_change(self):
        self.ws.store("x", 1)
        with self.assertRaisesRegex(NwsDeclarationFailedException, "fifo") as caught:
            self.ws.declare("x", "single")
        self.assertEqual("mode_conflict", caught.exception.code)
        self.assertRaises(NwsDeclarationFailedException, self.ws.declare, "y", "sideways")

    def test_a_blocked_fetch_holds_up_nothing(self):
        with ThreadPoolExecutor(2) as pool:
            fetch, find = pool.submit(self.ws.fetch, "x"), pool.submit(self.ws.find, "x")
            eventually(lambda: self.variable("x") == ("x", 0, 1, 1, "unknown"))
            self.ws.store("y", 1)
            self.assertEqual(1, self.ws.fetch("y"))
            self.ws.store("x", 18)
            self.assertEqual((18, 18), (fetch.result(SECONDS), find.result(SECONDS)))

    def test_a_wait_ends_with_its_time(self):
        self.assertRaises(NwsTimeoutException, self.ws.fetch, "x", timeout=0.01)
        self.assertRaises(NwsTimeoutException, self.ws.find, ["x", "y"], timeout=0.01)
        self.assertEqual("none", self.ws.fetchTry("x", "none", timeout=0.01))

    def test_the_first_of_several_variables(self):
        self.ws.store("b", 1)
        self.assertEqual(("b", 1), self.ws.find(["a", "b"]))
        self.assertEqual(("b", 1), self.ws.fetch(("a", "b")))
        with ThreadPoolExecutor(1) as pool:
            fetch = pool.submit(self.ws.fetch, ["a", "b"])
            eventually(lambda: self.variable("a") is not None and self.variable("a")[V_FETCHERS] == 1)
            self.ws.store("a", 2)
            self.assertEqual(("a", 2), fetch.result(SECONDS))

    def test_deleting_a_variable_ends_what_waits_for_it(self):
        with ThreadPoolExecutor(1) as pool:
            fetch = pool.submit(self.ws.fetch, "x")
            eventually(lambda: self.variable("x") is not None)
            self.ws.deleteVar("x")
            with self.assertRaises(NwsOperationException) as caught:
                fetch.result(SECONDS)
        self.assertEqual("variable_deleted", caught.exception.code)
        with self.assertRaises(NwsOperationException) as caught:
            self.ws.deleteVar("x")
        self.assertEqual("no_variable", caught.exception.code)

    def test_many_threads_share_a_connection(self):
        def work(number):
            for step in range(50):
                self.ws.store(f"v{number}", step)
                self.assertEqual(step, self.ws.fetch(f"v{number}"))
            return number

        with ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(range(8)), list(pool.map(work, range(8))))

    def test_an_interrupted_fetch_leaves_the_connection_usable(self):
        def interrupt():
            eventually(lambda: other.listVars(format="dict").get("x", [0] * 5)[V_FETCHERS] == 1)
            interrupt_until(lambda seconds: ended.wait(seconds))

        other, ended = self.other(), threading.Event()
        thread = threading.Thread(target=interrupt)
        thread.start()
        with self.assertRaises(KeyboardInterrupt):
            try:
                self.ws.fetch("x")
            finally:
                ended.set()
        thread.join()
        self.ws.store("x", 1)
        self.assertEqual(1, self.ws.fetch("x"))

    def test_listings(self):
        self.ws.declare("b", "lifo")
        self.ws.store("a", 1)
        self.assertEqual("a\t1\t0\t0\tfifo\nb\t0\t0\t0\tlifo", self.ws.listVars())
        entry = self.ws.listVars(format=DICT)["a"]
        self.assertEqual((1, 0, 0, "fifo"), (entry[V_VALUES], entry[V_FETCHERS], entry[V_FINDERS], entry[V_MODE]))
        self.assertEqual(self.ws.listVars(), self.other().listVars(self.name))
        self.assertRaises(ValueError, self.ws.listVars, format="xml")


class IteratorTest(WorkspaceTest):
    def test_find_iterators_see_each_value_once(self):
        for value in (1, 2):
            self.ws.store("x", value)
        values = self.ws.ifindTry("x")
        self.assertEqual([1, 2], list(values))
        self.ws.store("x", 3)
        self.assertEqual([], list(values))
        values.restart()
        self.assertEqual([3], list(values))
        values.reset()
        self.assertEqual([1, 2, 3], list(values))
        self.assertEqual(3, self.variable("x")[V_VALUES])

    def test_fetch_iterators_empty_the_variable(self):
        for value in (1, 2):
            self.ws.store("x", value)
        self.assertEqual([1, 2], list(self.ws.ifetchTry("x")))
        self.assertEqual(0, self.variable("x")[V_VALUES])

    def test_blocking_iterators_wait_for_more(self):
        values = self.ws.ifind("x")
        with ThreadPoolExecutor(1) as pool:
            for value in (1, 2):
                step = pool.submit(next, values)
                self.ws.store("x", value)
                self.assertEqual(value, step.result(SECONDS))
            step = pool.submit(next, self.ws.ifetch("y"))
            self.ws.store("y", 3)
            self.assertEqual(3, step.result(SECONDS))

    def test_lifo_cannot_be_iterated(self):
        self.ws.declare("x", "lifo")
        with self.assertRaises(NwsOperationException) as caught:
            next(self.ws.ifindTry("x"))
        self.assertEqual("not_iterable", caught.exception.code)

    def test_values_are_written_to_a_file_one_by_one(self):
        for value in (b"ab", "\u00e9"):
            self.ws.store("x", value)
        file, values = io.BytesIO(), self.ws.ifindTry("x")
        self.assertEqual([2, 2, 0], [values.writeTo(file) for _ in range(3)])
        self.assertEqual(b"ab\xc3\xa9", file.getvalue())


class FileTest(WorkspaceTest):
    def test_files_pass_whole_and_in_parts(self):
        content = os.urandom(3_000_000)
        self.assertEqual(3_000_000, self.ws.storeFile("x", io.BytesIO(content)))
        for take in (self.ws.findFile, self.ws.findTryFile, self.ws.fetchFile):
            file = io.BytesIO()
            self.assertEqual(3_000_000, take("x", file))
            self.assertEqual(content, file.getvalue())
        source = io.BytesIO(b"abcdefgh")
        self.assertEqual([3, 3, 2, 0], [self.ws.storeFile("y", source, 3) for _ in range(4)])
        file = io.BytesIO()
        while self.ws.fetchTryFile("y", file):
            pass
        self.assertEqual(b"abcdefgh", file.getvalue())
        self.assertIs(False, self.ws.fetchTryFile("y", file))
        self.assertRaises(NwsTimeoutException, self.ws.fetchFile, "y", file, timeout=0.01)

    def test_a_value_that_is_no_file_stays(self):
        self.ws.store("x", [1])
        self.assertRaises(NwsOperationException, self.ws.fetchFile, "x", io.BytesIO())
        self.assertEqual([1], self.ws.fetch("x"))


class DeliveryTest(WorkspaceTest):
    def test_a_lease_is_completed_or_released(self):
        self.ws.store("task", "a")
        task = self.ws.fetch("task", lease=True)
        self.assertEqual(("a", "task", 1), (task.value, task.variable, task.attempt))
        self.assertIsNone(self.ws.findTry("task"))
        task.release()
        with self.ws.fetch(["urgent", "task"], lease=True) as task:
            self.assertEqual(2, task.attempt)
            task.complete([(self.ws, "result", "A"), (self.name, "log", "done")])
        self.assertEqual(("A", "done", None), (self.ws.fetch("result"), self.ws.fetch("log"), self.ws.findTry("task")))
        self.assertIsNone(self.ws.fetchTry("task", lease=True))
        with self.assertRaises(NwsOperationException) as caught:
            task.release()
        self.assertEqual("no_lease", caught.exception.code)

    def test_completing_is_all_or_nothing(self):
        self.ws.store("task", "a")
        task = self.ws.fetch("task", lease=True)
        with self.assertRaises(NwsOperationException):
            task.complete([(self.ws, "result", 1), ("never opened", "x", 2)])
        self.assertIsNone(self.ws.findTry("result"))
        task.complete([(self.ws, "result", 1)])
        self.assertEqual(1, self.ws.fetch("result"))

    def test_what_is_stored_at_the_end_of_a_lease_may_be_as_deep_as_other_values(self):
        deepest = "core"
        for _ in range(256):
            deepest = [deepest]
        self.ws.store("task", 1)
        task = self.ws.fetch("task", lease=True)
        with self.assertRaises(NwsValueError) as caught:
            task.complete([(self.ws, "result", {"rows": [1, print]})])
        self.assertEqual("['rows'][1]", caught.exception.path)
        self.assertIsNone(self.ws.findTry("result"))
        task.complete([(self.ws, "result", deepest)])
        self.assertEqual(deepest, self.ws.fetch("result"))

    def test_a_value_on_lease_returns_when_its_holder_dies(self):
        self.ws.store("task", "a")
        holder = f"import os\nfrom nws.client import NetWorkSpace\nws = NetWorkSpace({self.name!r}, useUse=True)\n" \
                 "print(ws.fetch('task', lease=True).value, flush=True)\nos._exit(1)"
        done = subprocess.run([sys.executable, "-c", holder], env=dict(os.environ, PYTHONPATH=PACKAGES),
                              stdout=subprocess.PIPE, timeout=SECONDS)
        self.assertEqual(b"a\n", done.stdout)
        task = self.ws.fetch("task", lease=True, timeout=SECONDS)
        self.assertEqual(("a", 2), (task.value, task.attempt))
        task.complete()

    def test_a_value_on_lease_goes_to_another_while_its_holder_is_stopped(self):
        self.ws.store("task", "a")
        holder = f"from nws.client import NetWorkSpace, NwsOperationException\nws = NetWorkSpace({self.name!r}, useUse=True)\n" \
                 "task = ws.fetch('task', lease=1)\nprint(task.value, flush=True)\ninput()\n" \
                 "try:\n    task.complete([(ws, 'result', 1)])\nexcept NwsOperationException as error:\n" \
                 "    print(task.renew(), error.code)"
        process = subprocess.Popen([sys.executable, "-c", holder], env=dict(os.environ, PYTHONPATH=PACKAGES),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        self.assertEqual(b"a\n", process.stdout.readline())
        os.kill(process.pid, signal.SIGSTOP)
        with self.ws.fetch("task", lease=True, timeout=SECONDS) as task:
            self.assertEqual(("a", 2), (task.value, task.attempt))
        os.kill(process.pid, signal.SIGCONT)
        self.assertEqual(b"False no_lease\n", process.communicate(b"\n", timeout=SECONDS)[0])
        self.assertIsNone(self.ws.findTry("result"))

    def test_several_leases_end_together(self):
        self.ws.storeAll("task", ["a", "b", "c"])
        first, second, third = tasks = self.ws.fetchMany(["urgent", "task"], 10, lease=60)
        self.assertEqual([("a", "task", 1), ("b", "task", 1), ("c", "task", 1)],
                         [(task.value, task.variable, task.attempt) for task in tasks])
        first.complete()
        self.assertEqual([first], Delivery.renewAll(tasks))
        self.assertTrue(second.renew())
        self.assertEqual([], Delivery.renewAll([]))
        with self.assertRaises(NwsOperationException):
            Delivery.completeAll(tasks, [(self.ws, "result", 1)])
        self.assertIsNone(self.ws.findTry("result"))
        Delivery.releaseAll([third])
        Delivery.completeAll([second], [(self.ws, "result", 1)])
        self.assertEqual((1, "c"), (self.ws.fetch("result"), self.ws.fetch("task")))
        self.assertRaises(ValueError, Delivery.releaseAll, [])
        self.ws.storeAll("task", [1, 2])
        self.assertRaises(ValueError, Delivery.releaseAll,
                          [self.ws.fetch("task", lease=True), self.other().fetch("task", lease=True)])

    def test_many_values_are_stored_and_fetched_at_once(self):
        self.ws.storeAll("x", range(1000))
        with NwsServer() as server:
            other = server.useWs(self.name)
            self.assertEqual(list(range(600)), other.fetchMany("x", 600))
            self.assertEqual([("x", 600), ("x", 601)], other.fetchMany(["y", "x"], 2))
        self.assertEqual(list(range(602, 1000)), self.ws.fetchMany("x", 600))
        self.assertEqual([], self.ws.fetchMany("x", 600, timeout=0))
        self.assertRaises(NwsValueError, self.ws.storeAll, "x", [1, print])
        self.assertRaises(NwsOperationException, self.ws.fetchMany, "x", 1_000_000)
        self.assertIsNone(self.ws.findTry("x"))

    def test_values_that_are_being_taken_return_if_the_block_ends_by_an_exception(self):
        self.ws.storeAll("x", [1, 2, 3])
        with self.assertRaises(KeyError), self.ws.takeMany("x", 2, {}) as taken:
            raise KeyError([delivered.value for delivered in taken])
        with self.ws.takeMany("x", 2, {}) as taken:
            self.assertEqual([1, 2], [delivered.value for delivered in taken])
        with self.ws.takeMany("y", 2, {"timeout": 0}) as nothing:
            self.assertEqual([], nothing)
        self.assertEqual([3], self.ws.fetchMany("x", 9))

    def test_a_priority_goes_first(self):
        self.ws.store("x", "plain")
        self.ws.store("x", "urgent", priority=6)
        self.ws.storeAll("x", ["idle"], priority=-6)
        self.assertEqual(["urgent", "plain", "idle"], self.ws.fetchMany("x", 9))
        self.ws.declare("y", "lifo")
        self.assertRaises(NwsOperationException, self.ws.store, "y", 1, priority=1)

    def test_confirmed_values_do_not_return(self):
        with NwsServer() as server:
            other = server.useWs(self.name)
            for value in range(100):
                self.ws.store("x", value)
            self.assertEqual(list(range(100)), [other.fetch("x") for _ in range(100)])
        self.assertIsNone(self.ws.fetchTry("x"))


class OwnershipTest(WorkspaceTest):
    def entry(self, name):
        return self.server.listWss(DICT).get(name)

    def test_workspaces_go_with_their_owner_unless_persistent(self):
        name = self.server.mktempWs("python_gone_%d")
        owner = NetWorkSpace(name)
        self.assertEqual((False, False), (self.entry(name)[WS_MINE], self.entry(name)[WS_PERSISTENT]))
        user = self.server.useWs(name)
        owner.close()
        self.assertIsNone(self.entry(name))
        self.assertRaises(NwsNoWorkspaceException, user.store, "x", 1)
        kept = self.server.mktempWs("python_kept_%d")
        with NetWorkSpace(kept, persistent=True) as owner:
            owner.store("x", 1)
        self.assertEqual((True, 1, ["x"]), self.entry(kept)[WS_PERSISTENT:WS_VARLIST + 1])
        self.server.deleteWs(kept)
        self.assertIsNone(self.entry(kept))

    def test_create_false_refuses_what_does_not_exist(self):
        for options in ({}, {"useUse": True}):
            with self.assertRaises(NwsNoWorkspaceException):
                NetWorkSpace("python never made", create=False, **options)

    def test_listing_as_text_marks_what_is_mine(self):
        self.ws.store("x", 1)
        line = next(line for line in self.server.listWss().splitlines() if self.name in line)
        self.assertTrue(line.startswith(f">{self.name}\t"))
        self.assertTrue(line.endswith("\tFalse\t1\tx"))
        self.assertEqual(1, self.entry(self.name)[WS_NUMVARS])

    def test_default_cannot_be_deleted(self):
        with self.assertRaises(NwsOperationException) as caught:
            self.server.deleteWs("__default")
        self.assertEqual("protected", caught.exception.code)

    def test_a_closed_connection_says_so(self):
        self.server.close()
        self.assertRaisesRegex(NwsConnectionDroppedException, "closed by this program", self.ws.store, "x", 1)


if __name__ == "__main__":
    unittest.main()
