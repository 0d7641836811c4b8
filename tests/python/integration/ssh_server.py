"""A real OpenSSH server on a loopback port, with keys that live as long as it does, for whoever runs the tests."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile

PROGRAM = "/usr/sbin/sshd"


class SshServer:
    """Listens until it is closed."""

    def __init__(self):
        if not os.path.exists(PROGRAM):
            raise AssertionError(f"these tests need {PROGRAM} (Debian: apt-get install openssh-server)")
        self.folder = tempfile.mkdtemp(prefix="nws-sshd-")
        self.port = free_port()
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(key)], check=True)
        shutil.copy(self.path("user.pub"), self.path("authorized_keys"))
        self.write("sshd_config", "\n".join([
            f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {self.path('host')}",
            f"AuthorizedKeysFile {self.path('authorized_keys')}", f"PidFile {self.path('sshd.pid')}", "StrictModes no",
            "PasswordAuthentication no", "KbdInteractiveAuthentication no", "UsePAM no",
            "PermitRootLogin prohibit-password", "AllowTcpForwarding yes", "MaxStartups 50\n"]))
        if getpass.getuser() == "root":  # where it keeps apart what a stranger may reach
            os.makedirs("/run/sshd", exist_ok=True)
        self._process = subprocess.Popen([PROGRAM, "-D", "-e", "-f", self.path("sshd_config")],
                                         stderr=subprocess.PIPE, text=True)
        while "Server listening" not in self._process.stderr.readline():
            if self._process.poll() is not None:
                raise AssertionError("sshd did not start")
        # A directory for the front of PATH: its 'ssh' reaches this server and touches nothing of the user's.
        self.programs = self.path("bin")
        os.mkdir(self.programs)
        self.write("bin/ssh", f'#!/bin/sh\nexec {shutil.which("ssh")} {" ".join(self.client_options)} "$@"\n')
        os.chmod(self.path("bin/ssh"), 0o755)

    @property
    def client_options(self):
        """The options of ssh that reach this server."""
        return ["-F", "none", "-p", str(self.port), "-i", self.path("user"), "-o", "IdentitiesOnly=yes",
                "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.path('known_hosts')}",
                "-o", "LogLevel=ERROR"]

    def path(self, name):
        """The path of a file of this server."""
        return os.path.join(self.folder, name)

    def write(self, name, text):
        """Write such a file."""
        with open(self.path(name), "w") as file:
            file.write(text)

    def close(self):
        """End it."""
        self._process.kill()
        self._process.wait()
        self._process.stderr.close()
        shutil.rmtree(self.folder)


def free_port():
    """A port that nobody listened on a moment ago.

    Neighbours of known ports are no choice: the system gives them to connections.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
