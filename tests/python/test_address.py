"""Which server a program talks to."""

import os
import unittest
from unittest import mock

from nws.client import NwsConnectException
from nws.client.address import Address


class AddressTest(unittest.TestCase):
    def choose(self, environment, *arguments):
        with mock.patch.dict(os.environ, {"NWS_SERVER": environment}):
            return tuple(Address.choose(*arguments))[:2]

    def test_what_is_given_comes_first(self):
        for environment, arguments, expected in (("", (), ("localhost", 8765)), ("farm:99", (), ("farm", 99)),
                                                 ("farm:99", ("other",), ("other", 8765)),
                                                 ("farm:99", (None, 5), ("farm", 5)), ("farm", (), ("farm", 8765)),
                                                 ("[::1]:7", (), ("::1", 7)), ("[::1]", (), ("::1", 8765))):
            with self.subTest(environment=environment, arguments=arguments):
                self.assertEqual(expected, self.choose(environment, *arguments))

    def test_an_address_can_be_read_back(self):
        for address in (Address("farm", 1), Address("::1", 2)):
            self.assertEqual(address, Address.parse(str(address)))

    def test_what_is_no_address_is_refused(self):
        for text in ("farm:", ":5", "farm:x", "farm:70000"):
            with self.assertRaisesRegex(NwsConnectException, "NWS_SERVER is not an address"):
                self.choose(text)


if __name__ == "__main__":
    unittest.main()
