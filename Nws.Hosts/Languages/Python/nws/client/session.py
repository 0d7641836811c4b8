"""What a connection remembers so that its session can be resumed when the connection to the server is lost."""

import threading
from collections import deque
from typing import Any, Deque, Dict, List, Optional, Set, Tuple

from nws.values import encode
from nws.wire import messages

_RESPONSES_PER_ACK = 256
_BYTES_PER_ACK = 1 << 20
# A server that is started again after a crash may have forgotten that values were confirmed, but not so many.
_KEPT_CONFIRMATIONS = 4096


class Pending:
    """A request without its response."""

    __slots__ = ("number", "method", "many", "sent", "done", "response", "abandoned", "cancelled", "message",
                 "logged")

    def __init__(self, number: int, method: str, many: bool) -> None:
        self.number = number
        self.method = method
        self.many = many
        self.sent: List[int] = []
        self.done = threading.Event()
        self.response: Optional[bytes] = None
        self.abandoned = False
        self.cancelled = False
        self.message = b""
        self.logged = False


class Session:
    """The requests of a session that the server may not have got, in their order, and what was confirmed.

    The server tells how many requests it has got; those behind are sent again, and so each is done once.
    """

    def __init__(self, resume: Dict[str, Any]) -> None:
        self.key: str = resume["key"]
        self.grace: float = resume["grace"]
        self.received = 0
        """How many responses have arrived."""
        self.opened: Set[str] = set()
        """Names of the workspaces that were opened."""
        self._lock = threading.Lock()
        self._log: Deque[Pending] = deque()
        self._before = 0
        self._confirmed: Deque[Tuple[int, int]] = deque()
        self._responses = 0
        self._bytes = 0
        self._lost: Set[int] = set()

    def keep(self, pending: Pending) -> None:
        """Note that a request is about to be sent. An interrupt may still prevent it: then it has no ``sent``."""
        with self._lock:
            pending.logged = True
            self._log.append(pending)

    def confirmed(self, leases: "Tuple[int, ...]") -> None:
        """Note that the values of the leases have arrived."""
        with self._lock:
            position = self._before + len(self._log)
            self._confirmed.extend((lease, position) for lease in leases)

    def arrived(self, pending: Optional[Pending], size: int) -> None:
        """Note that a response has come: the server has got its request and all before."""
        self.received += 1
        self._responses += 1
        self._bytes += size
        if pending is None:
            return
        with self._lock:
            while pending.logged:
                first = self._log.popleft()
                first.logged = False
                # The response may be here before the size of what was sent is noted.
                self._before += 1 if first.sent or first is pending else 0
            while len(self._confirmed) > _KEPT_CONFIRMATIONS and self._confirmed[0][1] < self._before:
                self._confirmed.popleft()

    def ack(self) -> bytes:
        """What tells the server how many responses have arrived, if it is time to; else nothing."""
        if self._responses < _RESPONSES_PER_ACK and self._bytes < _BYTES_PER_ACK:
            return b""
        self._responses = self._bytes = 0
        return messages.notification("ack", [encode(self.received)])

    def lose(self) -> None:
        """Note that the connection is lost: what is noted from now on cannot have reached the server."""
        with self._lock:
            self._lost = {pending.number for pending in self._log}

    def again(self, resume: Dict[str, Any], unanswered: List[Pending], reopen: Optional[Pending]) -> List[bytes]:
        """What is to be sent on the next connection, in its order. ``reopen`` is for a server that is another."""
        with self._lock:
            self.key, self.grace = resume["key"], resume["grace"]
            waiting = {pending.number for pending in unanswered}
            if reopen is None:
                log = [pending for pending in self._log if pending.sent][resume["received"] - self._before:]
                self._before = resume["received"]
            else:
                log = sorted((pending for pending in unanswered if pending.sent), key=lambda pending: pending.number)
                repeated = [pending.number for pending in log if not pending.logged or pending.number in self._lost]
                reopen.message = messages.request(reopen.number, "reopen",
                                                  [encode(sorted(self.opened)), encode(repeated)])
                reopen.sent.append(1)
                log.insert(0, reopen)
                self._before = self.received = self._responses = self._bytes = 0
            for pending in self._log:
                pending.logged = False
            self._log = deque(pending for pending in log if pending.number in waiting or pending is reopen)
            for pending in self._log:
                pending.logged = True
            confirmed = [lease for lease, _ in self._confirmed]
            self._confirmed = deque((lease, self._before) for lease in confirmed)
            first = [messages.notification("confirm", [encode(lease) for lease in confirmed])] if confirmed else []
            cancelled = [messages.notification("cancel", [encode(pending.number)])
                         for pending in unanswered if pending.cancelled]
            return first + [pending.message for pending in self._log] + cancelled
