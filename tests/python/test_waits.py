"""Who waits for what, and why nothing comes."""

import threading
import unittest

from nws.client import NwsServer


class WaitsTest(unittest.TestCase):
    def test_a_mistyped_name_is_hinted_at(self) -> None:
        with NwsServer() as server, NwsServer() as other:
            name = server.mktempWs("waits_%d")
            space = server.openWs(name)
            space.store("result", 1)
            theirs = other.useWs(name)
            found = []
            waiting = threading.Thread(target=lambda: found.append(theirs.fetch("reslt")))
            waiting.start()
            waits = []
            while not waits:
                waits = server.listWaits(name)
            space.store("reslt", 2)
            waiting.join(30)

            self.assertEqual(found, [2])
            self.assertEqual([(wait["workspace"], wait["variables"], wait["kind"], wait["language"]) for wait in waits],
                             [(name, ["reslt"], "fetch", "python")])
            self.assertEqual(waits[0]["hints"], ["nobody ever stored 'reslt'; 1 value is in 'result'"])
            self.assertIsInstance(server.listWaits(), list)
