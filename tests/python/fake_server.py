"""A server that says exactly what a test tells it to, for the details of the protocol."""

import collections
import socket
import threading
from typing import Any, Deque, NamedTuple

from nws.values import decode, encode
from nws.wire.scanner import MessageScanner

SECONDS = 10
WORKSPACE = {"name": "w", "mine": True, "owner": "me", "persistent": False, "variables": 0}


class Received(NamedTuple):
    """A request or, without number, a notification."""

    number: Any
    method: str
    params: list


class FakeServer:
    """Accepts one connection, answers ``hello`` and ``open`` itself and leaves the rest to the test."""

    def __init__(self, value_limit: int = 1 << 20) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._received: Deque[Received] = collections.deque()
        self._arrival = threading.Condition()
        self._ended = threading.Event()
        self._answers = {"hello": {"protocol": 1, "server": "fake", "session": 1,
                                   "limits": {"value": value_limit, "pending": 100}},
                         "open": WORKSPACE, "use": WORKSPACE}
        self.hello: Any = None
        self.socket: Any = None
        threading.Thread(target=self._serve, daemon=True).start()

    def receive(self, method: str) -> Received:
        """The next message of the client, which has to be this method."""
        received = self.receive_any()
        assert received.method == method, f"expected {method}, got {received}"
        return received

    def receive_any(self) -> Received:
        """The next message of the client."""
        assert self.has_received(SECONDS), "the client sends nothing"
        return self._received.popleft()

    def has_received(self, seconds: float) -> bool:
        """Whether the client has sent a message, or does within a time, that the test has not received."""
        with self._arrival:
            return self._arrival.wait_for(lambda: bool(self._received), seconds)

    def answer(self, request: Received, result: Any = None) -> None:
        """Respond with a result."""
        self.send([1, request.number, None, result])

    def refuse(self, request: Received, code: str, message: str) -> None:
        """Respond with an error."""
        self.send([1, request.number, {"code": code, "message": message}, None])

    def send(self, message: Any) -> None:
        """Send any message."""
        self.socket.sendall(encode(message))

    def client_left(self) -> bool:
        """Whether the client has closed the connection, now or soon."""
        return self._ended.wait(SECONDS)

    def close(self) -> None:
        """End the connection."""
        self._listener.close()
        if self.socket is not None:
            self.socket.close()

    def _serve(self) -> None:
        try:
            self.socket, _ = self._listener.accept()
            self._read()
        except OSError:
            pass  # closed by the test
        finally:
            self._ended.set()

    def _read(self) -> None:
        scanner = MessageScanner()
        data = self.socket.recv(65536)
        while data:
            for message in map(decode, scanner.feed(data)):
                received = Received(*message[1:]) if message[0] == 0 else Received(None, *message[1:])
                self._accept(received)
            data = self.socket.recv(65536)
        self.socket.close()

    def _accept(self, received: Received) -> None:
        if received.method == "hello":
            self.hello = received.params[0]
        if received.method in self._answers:
            self.answer(received, self._answers[received.method])
        else:
            with self._arrival:
                self._received.append(received)
                self._arrival.notify()
