"""One connection to a server, shared by all threads: requests are told apart by number, so none holds up another.

A daemon thread reads the responses. ``Exchange`` is one request; threads wait in it. If the connection is lost, the
same thread makes another and resumes the session, if the server lets it (``Session``).
"""

import contextlib
import itertools
import os
import socket
import threading
import time
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import nws
from nws.client.address import Address
from nws.client.response import Response
from nws.client.session import Pending, Session
from nws.exceptions import (NwsConnectException, NwsConnectionDroppedException, NwsException, NwsOperationException,
                            NwsServerException)
from nws.values import encode
from nws.values.reader import ValueReader
from nws.wire import messages
from nws.wire.outbox import Outbox
from nws.wire.scanner import MessageScanner

_CONNECT_SECONDS = 10
_CLOSE_SECONDS = 2
_CHUNK = 1 << 18
_HELLO = 0
_SHORTEST_PAUSE = 0.02
_LONGEST_PAUSE = 1.0


class Connection:
    """Sends requests and hands the responses to whoever waits for them."""

    def __init__(self, address: Address, token: Optional[str], grace: Optional[float] = None) -> None:
        self.address = address
        self.on_change: Optional[Callable[[str, str], None]] = None
        """Called with ``'reconnecting'``, ``'connected'`` or ``'closed'``, and the reason."""
        self._hello: Dict[str, Any] = {
            "protocol": 1, "client": f"nws for python {nws.__version__}", "language": "python", "confirm": True}
        if token:
            self._hello["token"] = token
        self._resume: Dict[str, Any] = {} if grace is None else {"grace": grace}
        self._session: Optional[Session] = None
        self._stopped = threading.Event()
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
            greeting = self._greet(grace != 0)
            self.value_limit: int = greeting["limits"]["value"]
            """The largest value in bytes that the server takes."""
            if "resume" in greeting:
                self._outbox.outlast()
                self._session = Session(greeting["resume"])
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
        session = self._session
        message = messages.request(pending.number, pending.method, params)
        if session is None:
            self._send(message, pending.sent)
            return
        ack = session.ack()
        if ack:
            self._send(ack)
        pending.message = message
        self._send(message, pending.sent, lambda: session.keep(pending))

    def confirm(self, leases: Sequence[int]) -> None:
        """Tell the server that values have arrived."""
        self.notify("confirm", *leases)
        if self._session is not None:
            self._session.confirmed(tuple(leases))

    def notify(self, method: str, *params: Any) -> None:
        """Send a notification."""
        self._send(messages.notification(method, [encode(param) for param in params]))

    def note_opened(self, name: str, is_open: bool = True) -> None:
        """Remember which workspaces are open, to open them again on a server that was started again."""
        if self._session is not None:
            (self._session.opened.add if is_open else self._session.opened.discard)(name)

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
            pending.cancelled = True
            self.notify("cancel", pending.number)
            pending.done.wait()

    def close(self) -> None:
        """End the connection after everything sent so far; who still waits gets ``NwsConnectionDroppedException``."""
        if os.getpid() != self._process:
            self._socket.close()
            return
        self._stopped.set()
        if self._session is not None and self._end is None:
            with contextlib.suppress(NwsServerException):
                self.notify("bye")
        self._finish("", "the connection was closed by this program")
        with contextlib.suppress(OSError):  # the server may have been faster
            # The server reads to the end, then closes too. To close at once could make it miss what was sent last.
            self._socket.shutdown(socket.SHUT_WR)
        if threading.current_thread() is not self._reader:
            self._reader.join(_CLOSE_SECONDS)
        self._socket.close()

    def _greet(self, resumes: bool) -> Dict[str, Any]:
        hello = {**self._hello, "resume": self._resume} if resumes else self._hello
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

    def _send(self, message: bytes, sent: Optional[List[int]] = None,
              note: Optional[Callable[[], object]] = None) -> None:
        try:
            self._outbox.send(message, sent, note)
        except OSError as error:
            if threading.current_thread() is not self._reader:
                self._reader.join(_CLOSE_SECONDS)  # it notices the end, too, and may have heard why
            self._finish("", f"the connection broke: {error.strerror or error}")
            raise self.dropped() from None

    def _receive(self) -> None:
        scanner = MessageScanner()
        while True:
            end = self._read(self._socket, scanner)
            resumed = self._resume_after(*end)
            if resumed is None:
                return
            scanner = resumed

    def _read(self, connection: socket.socket, scanner: MessageScanner) -> Tuple[str, str]:
        """Take all messages until the connection ends; why it does."""
        self._bye: Optional[Tuple[str, str]] = None
        try:
            data = b""
            while True:
                for message in scanner.feed(data):
                    self._accept(message)
                data = connection.recv(_CHUNK) if self._bye is None else b""
                if not data:
                    return self._bye or ("", "the server closed the connection")
        except OSError as error:
            return "", f"the connection broke: {error.strerror or error}"
        except (ValueError, TypeError):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            return "bad_request", "what came from there is not the Nws protocol"

    def _resume_after(self, code: str, reason: str) -> Optional[MessageScanner]:
        """Make another connection for the session; None if it cannot be had, and all is over."""
        session = self._session
        if session is None or self._stopped.is_set() or code not in ("", "shutting_down"):
            self._finish(code, reason)
            return None
        self._outbox.suspend()
        self._socket.close()
        session.lose()
        self._tell("reconnecting", reason)
        begun, pause, fault = time.monotonic(), 0.0, ""
        while not self._stopped.wait(pause):
            try:
                return self._reconnect(session, max(session.grace - (time.monotonic() - begun), _SHORTEST_PAUSE))
            except (NwsException, OSError) as error:
                fault, final = str(error), getattr(error, "code", "") in ("no_session", "unauthorized", "unsupported")
            tried = time.monotonic() - begun
            if final or tried >= session.grace:
                reason += f"; the session could not be resumed, tried for {tried:.1f} s: {fault}"
                break
            pause = min(pause * 2, _LONGEST_PAUSE) or _SHORTEST_PAUSE
        self._finish(code, reason)
        return None

    def _reconnect(self, session: Session, seconds: float) -> MessageScanner:
        connection = _connect(self.address, min(seconds, _CONNECT_SECONDS))
        try:
            connection.settimeout(min(seconds, _CONNECT_SECONDS))
            resume = {**self._resume, "key": session.key, "received": session.received}
            connection.sendall(messages.request(_HELLO, "hello", [encode({**self._hello, "resume": resume})]))
            scanner = MessageScanner()
            first = self._first(connection, scanner)
            greeting = Response(first[0]).result()
            if "resume" not in greeting:
                raise NwsOperationException("the server lets no session be resumed any more", "no_session")
            connection.settimeout(None)
        except BaseException:
            connection.close()
            raise
        reopen = self.begin("reopen") if greeting["resume"]["received"] is None else None
        self._socket = connection
        self._outbox.resume(connection, lambda: session.again(greeting["resume"], self._unanswered(reopen), reopen))
        self._tell("connected", "")
        for message in first[1:]:
            self._accept(message)
        return scanner

    @staticmethod
    def _first(connection: socket.socket, scanner: MessageScanner) -> List[bytes]:
        """The response to hello, and what else has come with it."""
        while True:
            data = connection.recv(_CHUNK)
            if not data:
                raise ConnectionError("the server closed the connection")
            found = list(scanner.feed(data))
            if found:
                return found

    def _unanswered(self, but: Optional[Pending]) -> List[Pending]:
        with self._lock:
            return [pending for pending in self._pending.values() if pending is not but]

    def _tell(self, state: str, reason: str) -> None:
        if self.on_change is not None:
            self.on_change(state, reason)

    def _accept(self, message: bytes) -> None:
        if message[0] not in (0x93, 0x94):
            raise ValueError("neither a response nor a notification")
        reader = ValueReader(message, position=1)
        if reader.read() == 1:
            self._arrive(reader.read(), message)
        elif reader.read() == "bye":
            code, reason = reader.read()
            self._bye = (code, f"the server ended the connection: {reason}")

    def _arrive(self, number: int, message: bytes) -> None:
        with self._lock:
            pending = self._pending.pop(number, None)
        if self._session is not None:
            self._session.arrived(pending, len(message))
        if pending is None:
            return
        with self._lock:
            pending.message = b""
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
            arrived = response.deliveries() if pending.many else [response.delivery()]
            leases = [delivered.lease for delivered in arrived if delivered is not None and delivered.lease]
            if leases:
                # Nobody waits for the response.
                self.send(self.begin("release"), [encode(leases if pending.many else leases[0])])

    def _finish(self, code: str, reason: str) -> None:
        with self._lock:
            is_first = self._end is None
            self._end = self._end or (code, reason)
            unanswered = list(self._pending.values())
            self._pending.clear()
        for pending in unanswered:
            pending.done.set()
        if is_first:
            self._tell("closed", reason)


def _connect(address: Address, seconds: float = _CONNECT_SECONDS) -> socket.socket:
    try:
        connection = socket.create_connection((address.host, address.port), seconds)
    except (OSError, UnicodeError) as error:  # the latter for names that cannot be those of hosts
        reason = getattr(error, "strerror", None) or error
        raise NwsConnectException(f"no Nws server can be reached at {address} ({reason}); 'nws start' starts one on "
                                  "this machine, NWS_SERVER=host:port names another") from None
    connection.settimeout(None)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if not address.tls:
        return connection
    from nws.client.tls import secured  # only then: it takes its time to load
    return secured(connection, address, seconds)
