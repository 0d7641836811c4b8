"""A client outlives its server: killed and started again on the same data file, it finds the client waiting."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from cut_proxy import CutProxy
from integration.mortal_server import MortalServer
from integration.support import SECONDS, eventually
from nws.client import NwsException, NwsServer


class RestartTest(unittest.TestCase):
    def setUp(self) -> None:
        self.mortal = MortalServer("--grace", "120")
        self.proxy = CutProxy(self.mortal.start())
        self.addCleanup(self.mortal.stop)
        self.addCleanup(self.proxy.stop)
        self.server = NwsServer("127.0.0.1", self.proxy.port)
        self.addCleanup(self.server.close)
        self.kept = self.server.openWs("kept", persistent=True)
        self.pool = ThreadPoolExecutor(4)
        self.addCleanup(self.pool.shutdown)

    def restart(self) -> None:
        self.proxy.close()
        self.mortal.kill()
        self.proxy.target = self.mortal.start()
        self.proxy.open = True

    def error(self, call) -> str:
        with self.assertRaises(NwsException) as caught:
            call()
        return caught.exception.code

    def test_whoever_waited_before_is_served(self) -> None:
        passing = self.server.openWs("passing")
        self.kept.store("x", 1)
        fetching = self.pool.submit(self.kept.fetch, "y")
        eventually(lambda: self.kept.listVars(format="dict").get("y", (0, 0, 0))[2] == 1)

        self.restart()
        self.kept.store("y", 7)

        self.assertEqual(7, fetching.result(SECONDS))
        self.assertEqual(1, self.kept.fetch("x"))
        self.assertEqual("no_workspace", self.error(lambda: passing.store("x", 1)))

    def test_a_lease_has_ended_and_the_value_is_back(self) -> None:
        self.kept.store("task", 2)
        lease = self.kept.fetch("task", lease=True)

        self.restart()

        self.assertEqual("no_lease", self.error(lease.complete))
        self.assertEqual(2, self.kept.fetch("task", lease=True).attempt)

    def test_a_change_that_may_have_been_made_is_called_uncertain_and_one_with_a_key_is_made_once(self) -> None:
        self.mortal.freeze()
        passed = self.proxy.bytes
        plain = self.pool.submit(self.kept.store, "plain", 1)
        keyed = self.pool.submit(self.kept.store, "keyed", 1, key="one")
        eventually(lambda: self.proxy.bytes >= passed + 2 * len("plain"))

        self.restart()

        self.assertEqual("uncertain", self.error(lambda: plain.result(SECONDS)))
        keyed.result(SECONDS)
        self.assertEqual(1, self.kept.fetch("keyed"))
        self.assertIsNone(self.kept.fetchTry("keyed"))


if __name__ == "__main__":
    unittest.main()
