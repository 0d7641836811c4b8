"""What the tests against a real server share."""

import os
import time
import unittest

from nws.client import NwsServer

SECONDS = 30


def require_server() -> None:
    """Fail, with a clear message, where no server is given."""
    if not os.environ.get("NWS_SERVER"):
        raise AssertionError("these tests need a server: 'nws serve' starts one; give its host:port in NWS_SERVER")


def eventually(condition) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.01)


class WorkspaceTest(unittest.TestCase):
    """Gives each test a workspace of its own."""

    def setUp(self):
        require_server()
        self.server = NwsServer()
        self.addCleanup(self.server.close)
        self.ws = self.server.openWs(self.server.mktempWs("python_test_%d"))
        self.name = self.ws.currentWs()

    def other(self, **options):
        """The same workspace, over another connection."""
        server = NwsServer()
        self.addCleanup(server.close)
        return server.useWs(self.name, **options)

    def variable(self, name):
        """The entry of a variable in the listing: name, values, fetchers, finders, mode."""
        return self.ws.listVars(format="dict").get(name)
