"""A client whose connection is lost goes on on another, and its callers notice nothing."""

import os
import random
import threading
import unittest
import uuid
from concurrent.futures import ThreadPoolExecutor

from cut_proxy import CutProxy
from nws.client import NetWorkSpace, NwsConnectionDroppedException, NwsServer
from nws.client.address import Address

_SECONDS = 30


class ResumeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.proxy = CutProxy(tuple(Address.parse(os.environ["NWS_SERVER"]))[:2])
        self.addCleanup(self.proxy.stop)
        self.name = f"resume {uuid.uuid4()}"
        self.changes = []
        self.lost = threading.Event()
        self.server = self._connect()
        self.ws = NetWorkSpace(self.name, server=self.server, useUse=True)
        self.observer = NetWorkSpace(self.name, useUse=True)
        self.addCleanup(self.observer.server.close)
        self.addCleanup(self.observer.server.deleteWs, self.name)
        self.pool = ThreadPoolExecutor(8)
        self.addCleanup(self.pool.shutdown)
        self.addCleanup(self.server.close)

    def _connect(self, **options) -> NwsServer:
        server = NwsServer("127.0.0.1", self.proxy.port, **options)
        server.onConnectionChange(self._changed)
        return server

    def _changed(self, state: str, reason: str) -> None:
        self.changes.append(state)
        if state == "reconnecting":
            self.lost.set()

    def _lose(self, cut) -> None:
        self.lost.clear()
        cut()
        self.assertTrue(self.lost.wait(_SECONDS))

    def _fetchers(self, variable: str) -> int:
        listing = self.observer.listVars(format="dict")
        return int(listing[variable][2]) if variable in listing else 0

    def _wait(self, condition) -> None:
        for _ in range(_SECONDS * 100):
            if condition():
                return
            threading.Event().wait(0.01)
        self.fail("it did not come true")

    def test_a_blocked_fetch_goes_on_over_a_cut(self) -> None:
        fetching = self.pool.submit(self.ws.fetch, "x")
        self._wait(lambda: self._fetchers("x") == 1)
        self._lose(self.proxy.cut)
        self.observer.store("x", 7)
        self.assertEqual(fetching.result(_SECONDS), 7)
        self.assertEqual(self.changes, ["reconnecting", "connected"])

    def test_a_value_that_came_without_a_connection_is_the_waiters(self) -> None:
        fetching = self.pool.submit(self.ws.fetch, "x")
        self._wait(lambda: self._fetchers("x") == 1)
        self._lose(self.proxy.close)
        self.observer.store("x", 7)
        self.assertIsNone(self.observer.fetchTry("x"))
        self.proxy.open = True
        self.assertEqual(fetching.result(_SECONDS), 7)

    def test_requests_made_without_a_connection_are_done(self) -> None:
        self._lose(self.proxy.close)
        stores = [self.pool.submit(self.ws.store, "x", number) for number in range(8)]
        self.proxy.open = True
        for store in stores:
            store.result(_SECONDS)
        self.assertEqual(sorted(self.observer.fetchMany("x", 20)), list(range(8)))

    def test_leases_watches_and_ownership_go_on(self) -> None:
        own = self.server.openWs(f"own {self.name}")
        own.store("x", 1)
        watch = own.watch()
        lease = own.fetch("x", lease=True)
        self._lose(self.proxy.cut)
        lease.complete([(own, "y", 2)])
        self.assertEqual(own.fetch("y"), 2)
        kinds = []
        while len(kinds) < 4:
            kinds += [change.kind for change in watch.next()]
        self.assertEqual(kinds, ["fetched", "made", "stored", "fetched"])
        self.server.close()
        self._wait(lambda: own.currentWs() not in self.observer.server.listWss(format="dict"))

    def test_cuts_at_every_byte_lose_nothing_and_do_nothing_twice(self) -> None:
        self._converse()
        length = self.proxy.bytes
        self._converse()
        length = self.proxy.bytes - length
        for count in range(length + 1):
            self.proxy.cut_after(count)
            self._converse()

    def _converse(self) -> None:
        self.ws.store("x", 1)
        self.ws.store("x", 2)
        self.assertEqual(self.ws.fetch("x"), 1)
        with self.ws.fetch("x", lease=True) as lease:
            self.assertEqual(lease.value, 2)
            lease.complete([(self.ws, "y", 3)])
        self.assertEqual(self.ws.fetch("y"), 3)
        self.assertIsNone(self.ws.fetchTry("x"))
        self.assertIsNone(self.ws.fetchTry("y"))

    def test_random_cuts_under_load_keep_order_and_every_value_once(self) -> None:
        count, dice, done = 300, random.Random(4711), threading.Event()

        def produce(name: str) -> None:
            for number in range(count):
                self.ws.store(name, number)

        def consume(name: str) -> list:
            return [self.ws.fetch(name) for _ in range(count)]

        def cut() -> None:
            while not done.wait(dice.uniform(0.005, 0.05)):
                self.proxy.cut()

        cutting = threading.Thread(target=cut)
        cutting.start()
        try:
            work = [self.pool.submit(act, name) for name in ("a", "b", "c") for act in (produce, consume)]
            results = [task.result(2 * _SECONDS) for task in work]
        finally:
            done.set()
            cutting.join()
        self.assertEqual([result for result in results if result is not None], [list(range(count))] * 3)
        self.assertIsNone(self.observer.fetchTry("a"))
        self.assertGreater(self.proxy.connections, 1)

    def test_without_grace_a_loss_fails_at_once(self) -> None:
        with self._connect(grace=0) as server:
            fetching = self.pool.submit(NetWorkSpace(self.name, server=server, useUse=True).fetch, "x")
            self._wait(lambda: self._fetchers("x") == 1)
            self.proxy.cut()
            with self.assertRaises(NwsConnectionDroppedException):
                fetching.result(_SECONDS)

    def test_when_the_grace_is_over_the_error_says_how_long_was_tried(self) -> None:
        server = self._connect(grace=0.2)
        ws = NetWorkSpace(self.name, server=server, useUse=True)
        ws.store("x", 1)
        ws.fetch("x", lease=True)
        self.proxy.close()
        with self.assertRaisesRegex(NwsConnectionDroppedException, r"could not be resumed, tried for [0-9.]+ s: ."):
            ws.fetch("z")
        self.assertEqual(self.observer.fetch("x"), 1)
        self.proxy.open = True


if __name__ == "__main__":
    unittest.main()
