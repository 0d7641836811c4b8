"""One connection to a server, shared by all threads: requests are told apart by number, so none holds up another.

A daemon thread reads the responses. ``Exchange`` is one request; threads wait in it.
"""

import contextlib
import itertools
import os
import socket
import threading
from typing import Any, Dict, List, Optional, Sequence, Tuple

import nws
from nws.client.address import Address
from nws.client.response import Response
from nws.exceptions import (NwsConnectException, NwsConnectionDroppedException, NwsOperationException,
                            NwsServerException)
from nws.values import encode
from nws.values.reader import ValueReader
from nws.wire import messages
from nws.wire.outbox import Outbox
from nws.wire.scanner import MessageScanner

_CONNECT_SECONDS = 10
_CLOSE_SECONDS = 2
_CHUNK = 1 << 18


class Pending:
    """A request without its response."""

    __slots__ = ("number", "method", "many", "sent", "done", "response", "abandoned")

    def __init__(self, number: int, method: str, many: bool) -> None:
        self.number = number
        self.method = method
        self.many = many
        self.sent: List[int] = []
        self.done = threading.Event()
        self.response: Optional[bytes] = None
        self.abandoned = False


class Connection:
    """Sends requests and hands the responses to whoever waits for them."""

    def __init__(self, address: Address, token: Optional[str]) -> None:
        self.address = address
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._pending: Dict[int, Pending] = {}
        self._end: Optional[Tuple[str, str]] = None
        self._socket = _connect(address)
        self._outbox = Outbox(self._socket)
        self._reader = threading.Thread(target=self._receive, name=f"nws connection to {address}", daemon=True)
        self._reader.start()
        try:
            self.value_limit: int = self._greet(token)["limits"]["value"]
            """The largest value in bytes that the server takes."""
        except BaseException:
            self.close()
            raise

    def begin(self, method: str, many: bool = False) -> Pending:
        """Register a request, which is not sent yet. ``many``: its result is a list of deliveries."""
        if os.getpid() != self._process:
            raise NwsConnectionDroppedException("the connection belongs to another process; open one here")
        with self._lock:
            if self._end is not None:
                raise self.dropped()
            number = next(self._numbers) & 0xffffffff
            pending = self._pending[number] = Pending(number, method, many)
        return pending

    def send(self, pending: Pending, params: Sequence[bytes]) -> None:
        """Send a registered request."""
        self._send(messages.request(pending.number, pending.method, params), pending.sent)

    def notify(self, method: str, *params: Any) -> None:
        """Send a notification."""
        self._send(messages.notification(method, [encode(param) for param in params]))

    def dropped(self) -> NwsConnectionDroppedException:
        """The exception that tells why the connection has ended."""
        code, message = self._end or ("", "the connection has ended")
        return NwsConnectionDroppedException(f"{message} ({self.address})", code)

    def settle(self, pending: Pending) -> None:
        """End a request whose result nobody will take any more. A value that it fetched goes back to its place."""
        if not pending.sent:
            with self._lock:
                self._pending.pop(pending.number, None)
            return
        with self._lock:
            pending.abandoned = not pending.done.is_set()
        if not pending.abandoned:
            self._put_back(pending)
        else:
            self.notify("cancel", pending.number)
            pending.done.wait()

    def close(self) -> None:
        """End the connection after everything sent so far; who still waits gets ``NwsConnectionDroppedException``."""
        if os.getpid() != self._process:
            self._socket.close()
            return
        self._finish("", "the connection was closed by this program")
        with contextlib.suppress(OSError):  # the server may have been faster
            # The server reads to the end, then closes too. To close at once could make it miss what was sent last.
            self._socket.shutdown(socket.SHUT_WR)
        if threading.current_thread() is not self._reader:
            self._reader.join(_CLOSE_SECONDS)
        self._socket.close()

    def _greet(self, token: Optional[str]) -> Dict[str, Any]:
        hello = {"protocol": 1, "client": f"nws for python {nws.__version__}", "language": "python", "confirm": True}
        if token:
            hello["token"] = token
        try:
            pending = self.begin("hello")
            self.send(pending, [encode(hello)])
            if not pending.done.wait(_CONNECT_SECONDS):
                raise NwsConnectException(f"no answer from {self.address} for {_CONNECT_SECONDS} s; is it Nws?")
            return self.response_of(pending).result()
        except NwsConnectionDroppedException as error:
            raise NwsConnectException(str(error), error.code) from None

    def response_of(self, pending: Pending) -> Response:
        """The response to a request that is done."""
        if pending.response is None:
            raise self.dropped()
        return Response(pending.response)

    def _send(self, message: bytes, sent: Optional[List[int]] = None) -> None:
        try:
            self._outbox.send(message, sent)
        except OSError as error:
            self._finish("", f"the connection broke: {error.strerror or error}")
            raise self.dropped() from None

    def _receive(self) -> None:
        scanner = MessageScanner()
        try:
            data = self._socket.recv(_CHUNK)
            while data:
                for message in scanner.feed(data):
                    self._accept(message)
                data = self._socket.recv(_CHUNK)
            self._finish("", "the server closed the connection")
        except OSError as error:
            self._finish("", f"the connection broke: {error.strerror or error}")
        except (ValueError, TypeError):
            self._finish("", "what came from there is not the Nws protocol")
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _accept(self, message: bytes) -> None:
        if message[0] not in (0x93, 0x94):
            raise ValueError("neither a response nor a notification")
        reader = ValueReader(message, position=1)
        if reader.read() == 1:
            self._arrive(reader.read(), message)
        elif reader.read() == "bye":
            code, reason = reader.read()
            self._finish(code, f"the server ended the connection: {reason}")

    def _arrive(self, number: int, message: bytes) -> None:
        with self._lock:
            pending = self._pending.pop(number, None)
            if pending is None:
                return
            pending.response = message
            if not pending.abandoned:
                pending.done.set()
                return
        with contextlib.suppress(NwsServerException):
            self._put_back(pending)
        pending.done.set()

    def _put_back(self, pending: Pending) -> None:
        if pending.method != "fetch" or pending.response is None:
            return
        with contextlib.suppress(NwsOperationException):
            response = Response(pending.response)
            leases = [delivered.lease for delivered in (response.deliveries() if pending.many else [response.delivery()])
                      if delivered is not None and delivered.lease]
            if leases:
                self.send(self.begin("release"), [encode(leases if pending.many else leases[0])])  # nobody waits for the response

    def _finish(self, code: str, reason: str) -> None:
        with self._lock:
            self._end = self._end or (code, reason)
            unanswered = list(self._pending.values())
            self._pending.clear()
        for pending in unanswered:
            pending.done.set()


def _connect(address: Address) -> socket.socket:
    try:
        connection = socket.create_connection(address, _CONNECT_SECONDS)
    except (OSError, UnicodeError) as error:  # the latter for names that cannot be those of hosts
        reason = getattr(error, "strerror", None) or error
        raise NwsConnectException(f"no Nws server can be reached at {address} ({reason}); 'nws start' starts one on "
                                  "this machine, NWS_SERVER=host:port names another") from None
    connection.settimeout(None)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return connection
