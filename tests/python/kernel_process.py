"""A kernel as its host sees it: a child process at the other end of a channel."""

import os
import socket
import subprocess
import sys

import nws
from nws.values import decode, encode

SECONDS = 20
PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(nws.__file__)))


class KernelProcess:
    """Starts a kernel, asks it and collects what tasks print."""

    def __init__(self, **environment) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(SECONDS)
            variables = dict(os.environ, NWS_KERNEL=f"127.0.0.1:{listener.getsockname()[1]}", NWS_KERNEL_TOKEN="secret",
                             PYTHONPATH=PACKAGES, **environment)
            self.process = subprocess.Popen([sys.executable, "-m", "nws.kernel"], env=variables, stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self._socket, _ = listener.accept()
        self._socket.settimeout(SECONDS)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self.output = []
        """What tasks printed: stream and text, and in a map the position of the element."""
        self.told = []
        """The parameters of what else the kernel told while a request ran."""
        self.ready = self.receive()

    def ask(self, method, *params):
        """The value of a request; ``KernelError`` if it fails."""
        self.begin(method, *params)
        return self.answer()

    def evaluate(self, code, *arguments):
        """The value of code."""
        return self.ask("evaluate", code, list(arguments))

    def invoke(self, code, *arguments):
        """The value of a function."""
        return self.ask("invoke", code, list(arguments))

    def begin(self, method, *params):
        """Send a request."""
        self._number += 1
        self.send(encode([0, self._number, method, list(params)]))

    def send(self, message):
        """Send an encoded message."""
        self._socket.sendall(len(message).to_bytes(4, "big") + message)

    def answer(self, number=None):
        """The response to the last request, or to that of the number."""
        message = self.receive()
        while message[0] == 2:
            (self.output if message[1] == "output" else self.told).append(tuple(message[2]))
            message = self.receive()
        assert message[:2] == [1, number or self._number], message
        if message[2] is not None:
            raise KernelError(message[2])
        return message[3]

    def receive(self):
        """The next message of the kernel."""
        size = int.from_bytes(self._stream.read(4), "big")
        return decode(self._stream.read(size))

    def printed(self, stream="stdout"):
        """What tasks printed to a stream so far."""
        return "".join(text for name, text in self.output if name == stream)

    def close(self):
        """Close the channel; the exit code and what the process itself wrote."""
        self._stream.close()
        self._socket.close()
        written, _ = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, written


class KernelError(Exception):
    """The error of a response."""

    def __init__(self, record) -> None:
        super().__init__(record["message"])
        self.type, self.message, self.stack = record["type"], record["message"], record["stack"]
        self.language, self.cause = record["language"], record.get("cause")
