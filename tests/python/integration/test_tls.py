"""A client, and a Sleigh, of a server that speaks TLS."""

import os
import signal
import subprocess
import tempfile
import threading
import unittest

from cut_proxy import CutProxy
from nws.client import NwsConnectException, NwsServer
from nws.client.address import Address
from nws.sleigh import Sleigh

_SECONDS = 30
_PIN = "ab" * 32


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        environment = {**os.environ, "XDG_STATE_HOME": folder.name, "XDG_CONFIG_HOME": folder.name}
        command = [os.environ.get("NWS_CLI", "nws"), "serve", "--port", "0", "--web-port", "0", "--tls-self-signed"]
        server = subprocess.Popen(command, env=environment, cwd=folder.name, stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(server.stdout.close)
        cls.addClassCleanup(server.wait, _SECONDS)
        cls.addClassCleanup(server.send_signal, signal.SIGTERM)
        cls.address = Address.parse(server.stdout.readline()[len("nws: listening on "):].split(",")[0])

    def _connect(self, address: Address) -> NwsServer:
        server = NwsServer(str(address))
        self.addCleanup(server.close)
        return server

    def test_the_right_pin_lets_values_of_every_size_pass(self) -> None:
        ws = self._connect(self.address).openWs("shop")
        large = os.urandom(3_000_000)
        fetched = []
        fetching = threading.Thread(target=lambda: fetched.append(ws.fetch("large")))
        fetching.start()
        ws.store("large", large)
        for number in range(200):
            ws.store("numbers", number)
        fetching.join(_SECONDS)
        self.assertEqual([large], fetched)
        self.assertEqual(list(range(200)), [ws.fetch("numbers") for _ in range(200)])

    def test_many_threads_share_a_connection(self) -> None:
        ws = self._connect(self.address).openWs("threads")
        results = []

        def work(number: int) -> None:
            for turn in range(50):
                ws.store(f"own {number}", (number, turn))
                results.append(ws.fetch(f"own {number}") == (number, turn))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(_SECONDS)
        self.assertEqual([True] * 400, results)

    def test_a_wrong_pin_is_refused(self) -> None:
        with self.assertRaisesRegex(NwsConnectException, f"another certificate.*its fingerprint is {self.address.pin}"):
            NwsServer(str(self.address._replace(pin=_PIN)))

    def test_without_a_pin_nobody_trusts_the_certificate(self) -> None:
        with self.assertRaisesRegex(NwsConnectException, "does not trust the certificate.*pin it"):
            NwsServer(str(self.address._replace(pin=None)))

    def test_who_comes_without_tls_is_told_so(self) -> None:
        with self.assertRaisesRegex(NwsConnectException, "This server speaks TLS"):
            NwsServer(self.address.host, self.address.port)

    def test_a_server_without_tls_is_told_from_one_with(self) -> None:
        plain = Address.choose()
        with self.assertRaisesRegex(NwsConnectException, "does not answer in TLS.*leave out nwss://"):
            NwsServer(str(plain._replace(tls=True)))

    def test_a_lost_connection_is_resumed(self) -> None:
        proxy = CutProxy(self.address[:2])
        self.addCleanup(proxy.stop)
        server = self._connect(self.address._replace(host="127.0.0.1", port=proxy.port))
        ws = server.openWs("resumed")
        fetched = []
        fetching = threading.Thread(target=lambda: fetched.append(ws.fetch("x")))
        fetching.start()
        proxy.cut()
        ws.store("x", 17)
        fetching.join(_SECONDS)
        self.assertEqual([17], fetched)

    def test_a_sleigh_and_its_workers_speak_tls(self) -> None:
        sleigh = Sleigh(nwsHost=str(self.address), workerCount=2)
        self.addCleanup(sleigh.stop)
        self.assertEqual([x * x for x in range(20)], sleigh.eachElem(lambda x: x * x, range(20)))


class AddressTest(unittest.TestCase):
    def test_addresses_of_tls_are_read_and_written(self) -> None:
        for text, address in ((f"nwss://hill:1#{_PIN}", Address("hill", 1, True, _PIN)),
                              ("nwss://hill", Address("hill", 8765, True)), ("nwss://[::1]:2", Address("::1", 2, True))):
            self.assertEqual(address, Address.parse(text))
            self.assertEqual(address, Address.parse(str(address)))
        self.assertEqual(Address("hill", 1), Address.parse("nws://hill:1"))
        self.assertEqual(_PIN, Address.parse("NWSS://hill#" + ":".join(["AB"] * 32)).pin)

    def test_malformed_addresses_are_refused(self) -> None:
        for text in (f"hill:1#{_PIN}", "nwss://hill#12", "nwss://hill#", "nwss://"):
            with self.assertRaises(ValueError):
                Address.parse(text)


if __name__ == "__main__":
    unittest.main()
