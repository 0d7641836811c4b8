"""Values on lease, many values at a time, and what may be asked for with a store, on a real server."""

import os
import signal
import subprocess
import sys
import unittest

import nws
from integration.support import SECONDS, WorkspaceTest, eventually
from nws.client import EMPTY, V_VALUES, Delivery, NwsOperationException, NwsServer, NwsTimeoutException
from nws.values import NwsValueError

PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(nws.__file__)))


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
        holder = "from nws.client import NetWorkSpace, NwsOperationException\n" \
                 f"ws = NetWorkSpace({self.name!r}, useUse=True)\n" \
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

    def test_a_released_value_comes_back_after_a_delay(self):
        self.ws.store("task", "a")
        self.ws.fetch("task", lease=True).release(delay=0.02)
        self.assertEqual(2, self.ws.fetch("task", lease=True, timeout=SECONDS).attempt)
        self.ws.store("task", "b")
        self.ws.fetch("task", lease=True).release(delay=3600)
        self.assertIsNone(self.ws.findTry("task"))

    def test_a_known_key_is_not_stored_again(self):
        for value in (1, 2):
            self.ws.store("x", value, key="order 1", keyFor=3600)
        self.ws.storeAll("x", [3, 4], key="order 1")
        self.assertEqual([1], self.ws.fetchMany("x", 9))

    def test_values_appear_and_vanish_in_time(self):
        self.ws.store("x", 1, delay=0.02)
        self.assertEqual(1, self.ws.fetch("x", timeout=SECONDS))
        self.ws.storeAll("x", [2, 3], expires=0.02)
        eventually(lambda: self.variable("x")[V_VALUES] == 0)
        self.assertRaises(NwsOperationException, self.ws.store, "x", 4, delay=0)

    def test_a_store_on_a_condition_is_done_only_if_nobody_came_between(self):
        self.ws.declare("x", "single")
        self.ws.store("x", 1, onlyIf=EMPTY)
        value, version = self.ws.findVersion("x")
        self.ws.store("x", value + 1, onlyIf=version)
        for condition in (EMPTY, version):
            with self.assertRaises(NwsOperationException) as caught:
                self.ws.store("x", 3, onlyIf=condition)
            self.assertEqual("conflict", caught.exception.code)
        self.assertEqual(2, self.ws.find("x"))
        self.assertRaises(NwsTimeoutException, self.ws.findVersion, "y", timeout=0)

    def test_a_buried_value_stays_aside_until_it_is_replayed(self):
        self.ws.storeAll("task", ["a", "b"])
        for task in self.ws.fetchMany("task", 2, lease=True):
            task.bury("no such file")
        buried = self.ws.listBuried("task")
        self.assertEqual([("a", 0, "no such file", 1), ("b", 1, "no such file", 1)], [entry[:4] for entry in buried])
        self.assertEqual(buried[1:], self.ws.listBuried("task", after=0))
        self.assertIsNone(self.ws.findTry("task"))
        self.assertEqual((1, 1, 0), (self.ws.replay("task", [1, 99]), self.ws.replay("task"), self.ws.replay("task")))
        self.assertEqual(["a", "b"], self.ws.fetchMany("task", 9))

    def test_a_watch_tells_changes_in_their_order(self):
        with self.ws.watch("x*") as watch:
            other = self.other()
            other.store("y", 1)
            other.store("x1", 1)
            self.assertEqual(["made", "stored"], [next(watch).kind for _ in range(2)])
            other.fetch("x1")
            (change,) = watch.next()
            self.assertEqual(("fetched", "x1", 0), (change.kind, change.variable, change.index))
            self.assertEqual([], watch.next(timeout=0))
        with self.assertRaises(NwsOperationException) as caught:
            watch.next()
        self.assertEqual("no_watch", caught.exception.code)

    def test_confirmed_values_do_not_return(self):
        with NwsServer() as server:
            other = server.useWs(self.name)
            for value in range(100):
                self.ws.store("x", value)
            self.assertEqual(list(range(100)), [other.fetch("x") for _ in range(100)])
        self.assertIsNone(self.ws.fetchTry("x"))


if __name__ == "__main__":
    unittest.main()
