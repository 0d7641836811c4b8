"""How workers are started: launchers, nodes, commands and replacements."""

import os
import tempfile
import unittest
from unittest import mock

from nws.client.address import Address
from nws.sleigh import (SleighIllegalValueException, envcmd, lsfcmd, rshcmd, scriptcmd, sruncmd, sshcmd,
                        sshforwardcmd)
from nws.sleigh.workers import node_lists
from nws.sleigh.workers.launch_options import OF_NODES, LaunchOptions
from nws.sleigh.workers.launchers import launcher
from nws.sleigh.workers.replacement import ReplacementPolicy
from nws.sleigh.workers.worker_commands import Ride, WorkerCommands

WORKER = ["/opt/my nws/nws", "worker"]


def options(nodeList=None, workerCount=1, outfile=None, **values):
    return LaunchOptions(workerCount, nodeList, {name: values.get(name) for name in OF_NODES}, False, outfile)


class LauncherTest(unittest.TestCase):
    def test_commands_that_pass_through_a_shell_are_quoted(self):
        for launch, expected in ((rshcmd, ["rsh", "-l", "ann", "n1", "'/opt/my nws/nws'", "worker"]),
                                 ("lsf", ["bsub", "-I", "-m", "n1", "'/opt/my nws/nws'", "worker"]),
                                 ("srun", ["srun", "--nodes=1", "--ntasks=1", "--overlap", "--nodelist=n1", *WORKER]),
                                 (lambda host, options: ["/usr/bin/ssh", "-p", "1", host],
                                  ["/usr/bin/ssh", "-p", "1", "n1", "'/opt/my nws/nws'", "worker"]),
                                 (lambda host, options: ["nice"], ["nice", *WORKER])):
            self.assertEqual(expected, launcher(launch).command("n1", {"user": "ann"}, WORKER), repr(launch))
        words = launcher(sshcmd).command("n1", {"user": None}, WORKER)
        self.assertEqual(("ssh", "BatchMode=yes", ["n1", "'/opt/my nws/nws'", "worker"]), (words[0], words[4], words[-3:]))

    def test_a_tunnel_leads_from_the_node_to_the_server(self):
        words = sshforwardcmd("n1", {"nwsHost": "h", "nwsPort": 1, "nwsHostRemote": "localhost", "nwsPortRemote": 2})
        self.assertEqual("localhost:2:h:1", words[words.index("-R") + 1])

    def test_templates(self):
        for template, expected in (("ssh -p 22 {user}@{host} {command}", ["ssh", "-p", "22", "ann@n1", *WORKER]),
                                   (["sh", "-c", "exec {command}"], ["sh", "-c", "exec '/opt/my nws/nws' worker"])):
            self.assertEqual(expected, launcher(template).command("n1", {"user": "ann"}, WORKER))

    def test_names_for_people(self):
        for launch, name in ((sshcmd, "ssh"), ("lsf", "bsub"), (lsfcmd, "bsub"), (sruncmd, "srun"), ("rsh", "rsh"),
                             (["/usr/bin/env", "{command}"], "env"), (lambda host, options: [], "own")):
            self.assertEqual(name, launcher(launch).name)
        self.assertEqual(("local", True, False), (launcher("local").name, launcher("local").is_local,
                                                  launcher(["local", "{command}"]).is_local))

    def test_what_starts_nothing_is_refused(self):
        for launch, reason in (("elsewhere", "put {command} there"), (["ssh"], "put {command} there"), (3, "one of 'local'"),
                               (["ssh", 3], "one of 'local'"), ([], "one of 'local'")):
            with self.subTest(launch), self.assertRaisesRegex(SleighIllegalValueException, reason):
                launcher(launch)
        with self.assertRaisesRegex(SleighIllegalValueException, "gives a list of words"):
            launcher(lambda host, options: "ssh").command("n1", {}, WORKER)

    def test_the_program_of_workers(self):
        self.assertEqual(["nws"], envcmd("n1", [], {}))
        self.assertEqual(["env", "A=1", "/opt/my"], envcmd("n1", ["A=1"], {"scriptDir": "/opt/", "scriptName": "my"}))
        self.assertEqual(["/opt/nws"], scriptcmd("n1", ["A=1"], {"scriptDir": "/opt"}))


class NodeTest(unittest.TestCase):
    def test_options_may_differ_between_nodes(self):
        given = options(["a", {"host": "b", "user": "bob", "tags": "gpu"}, "c"], user={"a": "ann", "default": "eve"},
                        tags=["x"])
        nodes = given.places(launcher(sshcmd))
        values = [given.of(node) for node in nodes]
        self.assertEqual([("ann", ["x"]), ("bob", ["gpu"]), ("eve", ["x"])],
                         [(each["user"], each["tags"]) for each in values])
        self.assertIs(envcmd, values[0]["scriptExec"])

    def test_where_workers_are_started(self):
        with mock.patch.dict(os.environ, LSB_HOSTS="", PBS_NODEFILE="", PE_HOSTFILE="", SLURM_JOB_NODELIST=""):
            self.assertEqual(["localhost"] * 3, [node.host for node in options().places(launcher("ssh"))])
        with mock.patch.dict(os.environ, LSB_HOSTS="n1 n1 n2"):
            self.assertEqual(["n1", "n1", "n2"], [node.host for node in options().places(launcher("ssh"))])
        self.assertEqual(2, len(options(["ignored"], workerCount=2).places(launcher("local"))))
        self.assertEqual([], options(["ignored"]).places(launcher("web")))

    def test_impossible_options_are_refused(self):
        for given, launch, reason in ((options(workerCount=0), "local", "workerCount"),
                                      (options(workerCount=True), "local", "workerCount"),
                                      (options([]), "ssh", "nodeList"), (options("node1"), "ssh", "nodeList"),
                                      (options([3]), "ssh", "a node is"), (options([{"user": "ann"}]), "ssh", "a node is"),
                                      (options([{"host": "n", "colour": 1}]), "ssh", "node 'n' has 'colour'"),
                                      (options(scriptExec="env"), "ssh", "scriptExec"),
                                      (options(workingDir="/no/such"), "local", "workingDir"),
                                      (options(outfile="/no/such/file"), "ssh", "outfile")):
            with self.subTest(reason), self.assertRaisesRegex(SleighIllegalValueException, reason):
                given.places(launcher(launch))


class CommandTest(unittest.TestCase):
    def commands(self, given, launch, server="h:1", token=None):
        ride = Ride(Address.parse(server), token, "ride", "user")
        return WorkerCommands(given, launcher(launch), given.places(launcher(launch)), ride)

    def test_the_command_on_a_node(self):
        given = options(["a"], scriptDir="/opt", modulePath="/m", logDir="/l", workingDir="/w", tags=["gpu", "big"],
                        nwsHostRemote={"a": "there"}, nwsPortRemote=2)
        launch = self.commands(given, lambda host, options: [host, options["nwsHostRemote"]], token="secret").launch(0)
        self.assertEqual(["a", "there", "/opt/nws", "worker", "--server", "there:2", "--sleigh", "ride", "--user", "user",
                          "--place", "0", "--module-path", "/m", "--working-dir", "/w", "--log-dir", "/l", "--token", "-",
                          "--tag", "big", "--tag", "gpu"], launch.command)
        self.assertEqual("secret", launch.token)

    def test_people_get_a_command_for_any_machine(self):
        with mock.patch("platform.node", return_value="here"):
            text = self.commands(options(modulePath="a b", workingDir="/w"), "web", "localhost:1", "secret").for_people()
        self.assertEqual("nws worker --server here:1 --sleigh ride --user user --module-path 'a b'", text)

    def test_workers_elsewhere_do_not_look_for_the_server_on_their_own_machine(self):
        with mock.patch("platform.node", return_value="here"), mock.patch.dict(os.environ, NWS_CLI="/opt/nws"):
            for launch, server, expected in (("ssh", "localhost:1", "here:1"), ("ssh", "h:1", "h:1"),
                                             ("local", "localhost:1", "localhost:1")):
                command = self.commands(options(["a"]), launch, server).launch(0).command
                self.assertEqual(expected, command[command.index("--server") + 1])


class NodeListTest(unittest.TestCase):
    def file(self, text):
        file = tempfile.NamedTemporaryFile("w", delete=False)
        self.addCleanup(os.remove, file.name)
        with file:
            file.write(text)
        return file.name

    def test_the_hosts_of_batch_systems(self):
        for environment, expected in (
                ({"LSB_HOSTS": "a a b"}, ["a", "a", "b"]),
                ({"PBS_NODEFILE": self.file("a\nb\na\n")}, ["a", "b", "a"]),
                ({"PE_HOSTFILE": self.file("a 2 q@a <NULL>\nb\n\n")}, ["a", "a", "b"]),
                ({"SLURM_JOB_NODELIST": "n[1-2,07],x-[08-10]-y,last"},
                 ["n1", "n2", "n07", "x-08-y", "x-09-y", "x-10-y", "last"]),
                ({"SLURM_JOB_NODELIST": "n[1-3]", "SLURM_TASKS_PER_NODE": "2(x2),1"}, ["n1", "n1", "n2", "n2", "n3"]),
                ({"SLURM_JOB_NODELIST": "r[1-2]n[1-2]"}, ["r1n1", "r1n2", "r2n1", "r2n2"])):
            self.assertEqual(expected, node_lists.hosts(environment))

    def test_what_is_no_list_is_said(self):
        for environment, reason in (({}, "none of LSB_HOSTS, PBS_NODEFILE"), ({"PBS_NODEFILE": "/no/such"}, "PBS_NODEFILE"),
                                    ({"PE_HOSTFILE": self.file("a two\n")}, "PE_HOSTFILE"), ({"LSB_HOSTS": " "}, "no host"),
                                    ({"SLURM_JOB_NODELIST": "n[1-x]"}, "SLURM_JOB_NODELIST")):
            with self.subTest(environment), self.assertRaisesRegex(SleighIllegalValueException, reason):
                node_lists.hosts(environment)


class ReplacementTest(unittest.TestCase):
    def test_workers_that_worked_are_replaced_at_once_others_later_and_later(self):
        policy = ReplacementPolicy()
        self.assertEqual([0, 0, 0.1, 0.2, 0], [policy.after_end(True, worked) for worked in (True, True, False, False, True)])
        pauses = [policy.after_end(True, False) for _ in range(30)]
        self.assertEqual((2.0, None), (max(pauses[:-1]), pauses[-1]))

    def test_there_is_no_replacement_where_workers_do_not_join(self):
        self.assertIsNone(ReplacementPolicy().after_end(False, False))
        policy = ReplacementPolicy()
        policy.after_end(True, True)
        pauses = [policy.after_end(False, False) for _ in range(3)]
        self.assertEqual([False, False, True], [pause is None for pause in pauses])


if __name__ == "__main__":
    unittest.main()
