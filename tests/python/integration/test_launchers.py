"""Workers that are started elsewhere: by a real OpenSSH, by commands and by people."""

import os
import subprocess
import tempfile
import threading
import unittest
from unittest import mock

from integration.ssh_server import SshServer, free_port
from integration.support import SECONDS, eventually, require_server
from nws.client import NwsServer
from nws.sleigh import (Sleigh, SleighException, SleighJoinException, SleighTaskException, sshcmd, sshforwardcmd,
                        webLaunch)


def elsewhere(**options):
    """A Sleigh whose workers are started on nodes, where the program is that of NWS_CLI."""
    folder, name = os.path.split(os.environ["NWS_CLI"])
    return Sleigh(**{"scriptDir": folder, "scriptName": name, "nwsHostRemote": "127.0.0.1", **options})


class SshTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        require_server()
        cls.ssh = SshServer()

    @classmethod
    def tearDownClass(cls):
        cls.ssh.close()

    def setUp(self):
        path = f"{self.ssh.programs}{os.pathsep}{os.environ['PATH']}"
        patch = mock.patch.dict(os.environ, PATH=path)
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_worker_runs_on_every_node_and_stop_leaves_none(self):
        with tempfile.TemporaryDirectory() as directory:
            with elsewhere(launch=sshcmd, nodeList=["127.0.0.1", "localhost"], modulePath="/a path/it's",
                           workingDir={"127.0.0.1": directory, "default": "/"}) as sleigh:
                pids = [worker["pid"] for worker in sleigh.workerInfo()]
                self.assertEqual([0, 1], sleigh.eachWorker("SleighRank"))
                self.assertEqual({os.path.realpath(directory), "/"}, set(sleigh.eachWorker("import os\nos.getcwd()")))
                with open(f"/proc/{pids[0]}/cmdline") as file:
                    self.assertIn("--module-path\0/a path/it's\0", file.read())
        for pid in pids:
            eventually(lambda: not os.path.exists(f"/proc/{pid}"))  # noqa: B023

    def test_the_server_is_reached_through_a_tunnel(self):
        remote = free_port()
        with elsewhere(launch=sshforwardcmd, nodeList=["127.0.0.1"], nwsHostRemote="localhost",
                       nwsPortRemote=remote) as sleigh:
            self.assertEqual([5], sleigh.eachElem("2 + 3", [0], language="javascript"))
            with open(f"/proc/{sleigh.workerInfo()[0]['pid']}/cmdline") as file:
                self.assertIn(f"localhost:{remote}", file.read())

    def test_a_node_that_refuses_is_named_with_what_it_said(self):
        refused = ["ssh", "-o", "IdentityFile=/dev/null", "-o", "PubkeyAuthentication=no", "-o", "BatchMode=yes",
                   "127.0.0.1", "{command}"]
        with self.assertRaisesRegex(SleighJoinException, r"(?s)\(0 of 1 are\). On node '127.0.0.1' \(by ssh\): Worker "
                                                         r"process \d+ ended with exit code 255.*Permission denied"):
            elsewhere(launch=refused, nodeList=["127.0.0.1"])

    def test_a_node_without_the_program_says_so(self):
        with self.assertRaisesRegex(SleighJoinException, "(?s)node 'localhost'.*exit code 127.*/nowhere/nws"):
            elsewhere(launch="ssh", nodeList=["127.0.0.1", {"host": "localhost", "scriptDir": "/nowhere",
                                                            "scriptName": "nws"}])

    def test_the_token_is_on_no_command_line(self):
        command = [os.environ["NWS_CLI"], "serve", "--port", "0", "--web-port", "0", "--token", "secret"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                port = int(server.stdout.readline().split(",")[0].rpartition(":")[2])
                with mock.patch.dict(os.environ, NWS_TOKEN="secret"):
                    with elsewhere(launch=sshcmd, nodeList=["127.0.0.1"], nwsHost="127.0.0.1", nwsPort=port) as sleigh:
                        self.assertEqual([0], sleigh.eachWorker("SleighRank"))
                        with open(f"/proc/{sleigh.workerInfo()[0]['pid']}/cmdline") as file:
                            self.assertNotIn("secret", file.read())
            finally:
                server.terminate()


class CommandTest(unittest.TestCase):
    def setUp(self):
        require_server()

    def test_node_and_command_are_put_in_their_places(self):
        for launch in (["env", "NWS_TEST_NODE={host}", "sh", "-c", "exec {command}"],
                       "env NWS_TEST_NODE={host} {command}", lambda host, options: ["env", f"NWS_TEST_NODE={host}"]):
            with self.subTest(launch), elsewhere(launch=launch, nodeList=["here it's", "there"]) as sleigh:
                hosts = sleigh.eachWorker("import os\nos.environ['NWS_TEST_NODE']")
                self.assertEqual(["here it's", "there"], sorted(hosts))

    def test_closing_the_group_goes_on_with_those_that_have_joined(self):
        def launch(host, options):
            return ["sleep", "1000", "{command}"] if host == "dead" else []

        with elsewhere(launch=launch, nodeList=["dead", "alive"], waitForWorkers=False) as sleigh:
            eventually(lambda: sleigh.status() == (1, False))
            self.assertEqual((1, False), sleigh.status(timeout=0.01))
            waiting = sleigh.eachWorker("SleighRank", blocking=False)
            self.assertEqual((1, True), sleigh.status(closeGroup=True, timeout=0.01))
            self.assertEqual(1, sleigh.workerCount)
            self.assertEqual([0], sleigh.eachWorker("SleighRank"))
            here, nobody = waiting.wait()
            self.assertEqual((0, "WorkerLost"), (here, nobody.error.type))

    def test_a_worker_lost_for_good_is_told_with_its_node_and_last_words(self):
        with tempfile.TemporaryDirectory() as directory:
            once = f"[ -e {directory}/$0 ] && {{ echo down for repair; exit 9; }}; : >{directory}/$0; exec {{command}}"
            with elsewhere(launch=["sh", "-c", once, "{host}"], nodeList=["a", "b"]) as sleigh:
                results = sleigh.eachWorker("import os, signal, time\nif SleighRank == 1:\n"
                                            "    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)\nSleighRank")
        self.assertEqual(0, results[0])
        self.assertIsInstance(results[1], SleighTaskException)
        self.assertRegex(results[1].error.message,
                         r"(?s)On node '[ab]' \(by sh\): .*exit code 137 \(signal 9\).*exit code 9\..*down for repair")

    def test_a_program_that_is_not_there_is_named(self):
        with self.assertRaisesRegex(SleighException, "cannot be started with '/no/such/rsh node"):
            elsewhere(launch=lambda host, options: ["/no/such/rsh", host], nodeList=["node"])


class WebTest(unittest.TestCase):
    def setUp(self):
        require_server()

    def begin(self):
        """A Sleigh that waits for people, in a thread; its workspace and the list that will hold it."""
        template, made = f"web_{os.getpid()}_{id(self)}_%d", []
        thread = threading.Thread(target=lambda: made.append(elsewhere(launch="web", wsNameTemplate=template)))
        thread.start()
        self.addCleanup(thread.join)
        server = NwsServer()
        self.addCleanup(server.close)
        prefix = template[:-2]
        eventually(lambda: any(name.startswith(prefix) for name in server.listWss("dict")))
        name, = (name for name in server.listWss("dict") if name.startswith(prefix))
        return server.useWs(name, create=False), made

    def test_it_starts_when_people_say_that_all_workers_have(self):
        workspace, made = self.begin()
        command = workspace.find("runMe", timeout=SECONDS)
        with subprocess.Popen(["sh", "-c", f"exec {command}"], stderr=subprocess.DEVNULL) as worker:
            threads = [threading.Thread(target=webLaunch, args=(workspace.currentWs(),))]
            threads[0].start()
            eventually(lambda: workspace.listVars(format="dict").get("workerCount", [0] * 4)[3] == 2)
            self.assertEqual([], made)
            workspace.deleteVar("deleteMeWhenAllWorkersStarted")
            eventually(lambda: made)
            with made[0] as sleigh:
                self.assertEqual(((2, True), 2), (sleigh.status(), sleigh.workerCount))
                self.assertEqual([0, 1], sleigh.eachWorker("SleighRank"))
                late = subprocess.run(["sh", "-c", f"exec {command}"], stderr=subprocess.PIPE, text=True,
                                      timeout=SECONDS)
                self.assertIn("too late to join", late.stderr)
            self.assertEqual(0, worker.wait(SECONDS))
            threads[0].join(SECONDS)
            self.assertFalse(threads[0].is_alive())

    def test_without_any_worker_there_is_no_sleigh(self):
        workspace, made = self.begin()
        workspace.find("runMe", timeout=SECONDS)
        eventually(lambda: "deleteMeWhenAllWorkersStarted" in workspace.listVars(format="dict"))
        with mock.patch("threading.excepthook") as hook:
            workspace.deleteVar("deleteMeWhenAllWorkersStarted")
            eventually(lambda: hook.called)
        self.assertIs(SleighJoinException, hook.call_args[0][0].exc_type)


if __name__ == "__main__":
    unittest.main()
