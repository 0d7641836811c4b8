"""Scripts with a workspace at hand."""

import os
import subprocess
import sys
import tempfile

from integration.support import SECONDS, WorkspaceTest
from kernel_process import PACKAGES


class ScriptTest(WorkspaceTest):
    def run_script(self, text):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "script.py")
            with open(path, "w") as file:
                file.write(text)
            return subprocess.run([sys.executable, "-m", "nws.run", path], capture_output=True, text=True,
                                  timeout=SECONDS, env=dict(os.environ, PYTHONPATH=PACKAGES, NWS_WS=self.name))

    def test_a_script_finds_its_workspace_and_server(self):
        self.ws.store("x", 20)
        done = self.run_script("ws.store('y', ws.fetch('x') + 1)\nprint(server.listWss('dict')[ws.currentWs()][0])")
        self.assertEqual((0, self.name + "\n", ""), (done.returncode, done.stdout, done.stderr))
        self.assertEqual(21, self.ws.fetch("y"))

    def test_a_script_finds_a_sleigh_that_stops_with_it(self):
        done = self.run_script("import os\n\ndef square(x):\n    return x * x\n\n"
                               "print(sleigh.eachElem(square, range(4)), sleigh.workerCount)")
        self.assertEqual((0, "[0, 1, 4, 9] 3\n", ""), (done.returncode, done.stdout, done.stderr))

    def test_an_error_of_the_server_shows_the_line_of_the_script(self):
        done = self.run_script("ws.store('x', 1)\nws.declare('x', 'single')\n")
        self.assertEqual(1, done.returncode)
        self.assertIn("script.py\", line 2, in <module>", done.stderr)
        self.assertIn("[mode_conflict]", done.stderr)
