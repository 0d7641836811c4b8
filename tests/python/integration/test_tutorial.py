"""The tutorials of the user guide, as printed there."""

import doctest
import unittest

from integration.support import require_server

WORKSPACES = """
>>> from nws.client import NetWorkSpace
>>> ws = NetWorkSpace('bayport')
>>> ws.store('joe', 17)
>>> age = ws.find('joe')
>>> age
17
>>> age = ws.findTry('chet')
>>> age
>>> age = ws.findTry('chet', 0)
>>> age
0
>>> n = [16, 19, 25, 22]
>>> for i in n:
...     ws.store('biff', i)
...
>>> n = []
>>> for i in range(4):
...     n.append(ws.fetch('biff'))
...
>>> n
[16, 19, 25, 22]
>>> for i in n:
...     ws.store('biff', i)
>>> n = []
>>> while 1:
...     t = ws.fetchTry('biff')
...     if not t: break
...     n.append(t)
...
>>> n
[16, 19, 25, 22]
>>> ws.currentWs()
'bayport'
>>> from nws.client import NwsServer
>>> server = NwsServer()
>>> name = server.mktempWs('example_%d')
>>> workspace = server.openWs(name)
>>> workspace.currentWs() == name
True
>>> workspace = server.useWs('foo')
>>> from nws.client import NetWorkspace
>>> nws = NetWorkspace("test")
>>> nws.store("answer", 42)
>>> count = nws.fetch("answer")
>>> print("The answer is", count)
The answer is 42
>>> ws.close(); nws.close(); server.close()
"""

SLEIGH = """
>>> from nws.sleigh import Sleigh
>>> s = Sleigh()
>>> s.stop()
>>> s = Sleigh(workerCount=2)
>>> result = s.eachElem(abs, range(-10, 0))
>>> result
[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
>>> def add2(x, y): return x + y
...
>>> result = s.eachElem(add2, [range(10), range(10, 0, -1)])
>>> result == list(map(add2, range(10), range(10, 0, -1)))
True
>>> result = s.eachElem(add2, range(10), 20)
>>> result == list(map(add2, range(10), [20]*10))
True
>>> def sub(x, y): return x - y
...
>>> result = s.eachElem(sub, range(20), 20, argPermute=[1,0])
>>> result == list(map(sub, [20]*20, range(20)))
True
>>> p = s.eachElem(add2, [range(20), range(20, 0, -1)], blocking=0)
>>> while p.check() > 0:
...     # Do something useful for a little while
...     pass
...
>>> result = p.wait()
>>> result == [20] * 20
True
>>> result = s.eachElem(add2, [range(1000), range(1000)], loadFactor=3)
>>> result == list(range(0, 2000, 2))
True
>>> import math
>>> result = s.eachElem(math.exp, range(10))
>>> result == list(map(math.exp, range(10)))
True
>>> s.stop()
"""


class TutorialTest(unittest.TestCase):
    def assert_runs(self, session):
        require_server()
        test = doctest.DocTestParser().get_doctest(session, {"__name__": "__main__"}, "tutorial", None, 0)
        report = []
        results = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
        self.assertEqual(0, results.failed, "".join(report))
        self.assertGreater(results.attempted, 10)

    def test_data_sharing(self):
        self.assert_runs(WORKSPACES)

    def test_sleigh(self):
        self.assert_runs(SLEIGH)


if __name__ == "__main__":
    unittest.main()
