"""Running scripts: as Python does, with workspaces at hand."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

from kernel_process import PACKAGES, SECONDS


class RunTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def script(self, text, name="script.py"):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_python(self, *arguments, **environment):
        return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=SECONDS,
                              cwd=self.directory, env=dict(os.environ, PYTHONPATH=PACKAGES, **environment))

    def assert_as_python(self, text):
        """The script behaves as if Python had been called with it."""
        path = self.script(text)
        ours, plain = self.run_python("-m", "nws.run", path, "a", "-b"), self.run_python(path, "a", "-b")
        self.assertEqual((plain.returncode, plain.stdout, plain.stderr), (ours.returncode, ours.stdout, ours.stderr))

    def test_a_script_runs_as_with_python(self):
        self.script("x = 1\n", "neighbour.py")
        for text in ("import sys\nprint(sys.argv, __name__, __file__)", "import sys\nsys.exit(5)", "raise SystemExit",
                     "import sys\nsys.exit('no')", "def f():\n    1 / 0\n\nf()", "x = = 1\n", "import neighbour",
                     "try:\n    1 / 0\nexcept Exception as e:\n    raise KeyError('a') from e",
                     "# -*- coding: latin-1 -*-\nprint(1)", "import sys\nprint(sys.path[0])",
                     "import atexit\natexit.register(print, 'bye')\n1 / 0"):
            with self.subTest(text):
                self.assert_as_python(text)

    def test_an_interrupted_script_dies_of_the_signal(self):
        path = self.script("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time\ntime.sleep(10)")
        done = self.run_python("-m", "nws.run", path)
        self.assertEqual(-signal.SIGINT, done.returncode)
        self.assertRegex(done.stderr, "KeyboardInterrupt")

    def test_workspaces_that_are_not_used_need_no_server(self):
        done = self.run_python("-m", "nws.run", self.script("print(ws, server, sleigh)"), NWS_WS="bay", NWS_SERVER="")
        self.assertEqual("<workspace 'bay', not used yet> <server, not used yet> <Sleigh, not used yet>\n", done.stdout)

    def test_a_missing_server_is_told_at_the_line_that_needs_it(self):
        with socket.create_server(("127.0.0.1", 0)) as unused:
            address = f"127.0.0.1:{unused.getsockname()[1]}"
        done = self.run_python("-m", "nws.run", self.script("x = 1\nws.store('x', x)"), NWS_SERVER=address)
        self.assertEqual(1, done.returncode)
        self.assertIn("line 2, in <module>", done.stderr)
        self.assertIn(f"no Nws server can be reached at {address}", done.stderr)
        self.assertIsNone(re.search(r"nws.(run|lazy)\.py", done.stderr))

    def test_wrong_calls_are_told(self):
        done = self.run_python("-m", "nws.run", "missing.py")
        self.assertEqual((2, "nws.run: can't open file 'missing.py': No such file or directory\n"),
                         (done.returncode, done.stderr))
        done = self.run_python("-m", "nws.run")
        self.assertEqual(2, done.returncode)
        self.assertIn("usage", done.stderr)


if __name__ == "__main__":
    unittest.main()
