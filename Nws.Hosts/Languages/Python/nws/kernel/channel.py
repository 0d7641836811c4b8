"""The private line between a host and its kernel: MessagePack-RPC messages, each after its length."""

import os
import select
import socket
import threading
import time
from typing import Any, Sequence

from nws.values import encode
from nws.wire import messages

_HEADER = 4
_CHUNK = 1 << 16
_LARGEST_CHUNK = 1 << 20


class Channel:
    """The kernel's end of the line. When the host closes it, the process exits, whatever it is doing.

    The thread that runs the tasks reads it, between tasks; another thread does nothing but wait for its end. No
    interrupt is raised in here (see ``Interruption``).
    """

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host.encode(), port))  # for a text, Python loads its rules for names
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sending = threading.Lock()
        self._buffer = bytearray()
        threading.Thread(target=self._watch, name="nws kernel channel", daemon=True).start()
        if hasattr(os, "register_at_fork"):
            # A child made by fork is not the kernel: its death or its output must not look like the kernel's.
            os.register_at_fork(after_in_child=self._socket.close)

    def receive(self) -> bytes:
        """The next message of the host, as it arrived."""
        buffer = self._buffer
        if not buffer:
            data = self._read(_CHUNK)
            if int.from_bytes(data[:_HEADER], "big") == len(data) - _HEADER:
                return data[_HEADER:]  # as nearly always
            buffer += data
        self._fill(_HEADER)
        end = _HEADER + int.from_bytes(buffer[:_HEADER], "big")
        self._fill(end)
        message = bytes(buffer[_HEADER:end])
        del buffer[:end]
        return message

    def respond(self, number: int, error: bytes, result: bytes) -> None:
        """Answer a request."""
        self._send(messages.response(number, error, result))

    def notify(self, method: str, params: Sequence[Any]) -> None:
        """Tell the host something it need not answer."""
        self.notify_encoded(method, [encode(param) for param in params])

    def notify_encoded(self, method: str, params: Sequence[bytes]) -> None:
        """The same of parameters that are encoded already."""
        self._send(messages.notification(method, params))

    def _send(self, message: bytes) -> None:
        try:
            with self._sending:
                self._socket.sendall(len(message).to_bytes(_HEADER, "big") + message)
        except OSError:
            os._exit(0)

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size:
            self._buffer += self._read(min(max(size - len(self._buffer), _CHUNK), _LARGEST_CHUNK))

    def _read(self, size: int) -> bytes:
        try:
            data = self._socket.recv(size)
        except OSError:
            data = b""
        return data or os._exit(0)

    def _watch(self) -> None:
        """End the process with the channel."""
        if hasattr(select, "POLLRDHUP"):
            end = select.poll()
            end.register(self._socket, select.POLLRDHUP)
            end.poll()
        else:
            self._look_for_the_end()
        os._exit(0)

    def _look_for_the_end(self) -> None:
        """Where no thread can wait for the end without waiting for requests, too."""
        try:
            while self._socket.recv(1, socket.MSG_PEEK):
                time.sleep(0.2)
        except OSError:
            pass
