"""TLS to a server.

The connection goes on using a plain socket: the near end of a pair, whose far end a thread joins to TLS. So all that
holds for sockets, shared threads and interrupts among them, holds here, and one thread alone touches the TLS.
"""

import contextlib
import hashlib
import selectors
import socket
import ssl
import threading
from typing import Optional

from nws.client.address import Address
from nws.exceptions import NwsConnectException

_CHUNK = 1 << 16


def secured(connection: socket.socket, address: Address, seconds: float) -> socket.socket:
    """A socket to the server through TLS over a connection; ``NwsConnectException`` if the server is not the one meant."""
    connection.settimeout(seconds)
    try:
        channel = _context(address.pin).wrap_socket(connection, server_hostname=address.host, suppress_ragged_eofs=True)
        _check(channel, address)
    except BaseException as error:
        connection.close()
        if isinstance(error, (OSError, ValueError)):
            raise NwsConnectException(_reason(error, address)) from None
        raise
    channel.setblocking(False)
    near, far = socket.socketpair()
    far.setblocking(False)
    threading.Thread(target=_Joint(channel, far).run, name=f"nws tls to {address.host}", daemon=True).start()
    return near


def _context(pin: Optional[str]) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if pin is not None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the pin says more
    return context


def _check(channel: ssl.SSLSocket, address: Address) -> None:
    if address.pin is None:
        return
    shown = hashlib.sha256(channel.getpeercert(binary_form=True) or b"").hexdigest()
    if shown != address.pin:
        channel.close()
        raise NwsConnectException(
            f"the server at {address} shows another certificate than the pinned one: its fingerprint is {shown}. Somebody "
            "may be in between, or the server has a new certificate; its first line of output tells the fingerprint")


def _reason(error: Exception, address: Address) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (f"this machine does not trust the certificate of the server at {address} ({error.verify_message}); pin "
                "it: the first line of the server's output tells an address nwss://host:port#fingerprint")
    return (f"the server at {address} does not answer in TLS ({error}); if it serves without TLS, leave out nwss://")


class _Joint:
    """Carries bytes between a TLS channel and a plain socket until both directions have ended, or one has broken."""

    def __init__(self, channel: ssl.SSLSocket, far: socket.socket) -> None:
        self._channel = channel
        self._far = far
        self._out = b""
        self._in = b""
        self._wants_write = False
        self._far_ended = False

    def run(self) -> None:
        with contextlib.suppress(OSError, ValueError), selectors.DefaultSelector() as selector:
            selector.register(self._channel, selectors.EVENT_READ)
            selector.register(self._far, selectors.EVENT_READ)
            while self._move():
                self._await(selector)
        for end in (self._far, self._channel):
            end.close()

    def _move(self) -> bool:
        """Carry what can be carried; false when the server has ended."""
        while True:
            moved = self._take_from_program() | self._give_to_server()
            got = self._take_from_server()
            if got is None and not self._in:
                return False
            moved |= bool(got) | self._give_to_program()
            if not moved:
                return True

    def _take_from_program(self) -> bool:
        if self._out or self._far_ended:
            return False
        try:
            self._out = self._far.recv(_CHUNK)
        except BlockingIOError:
            return False
        if not self._out:
            self._far_ended = True
            # Not the method of SSLSocket: that would end the reading, too.
            socket.socket.shutdown(self._channel, socket.SHUT_WR)
        return bool(self._out)

    def _give_to_server(self) -> bool:
        self._wants_write = False
        if not self._out:
            return False
        try:
            self._out = self._out[self._channel.send(self._out):]
            return True
        except ssl.SSLWantWriteError:
            self._wants_write = True
        except ssl.SSLWantReadError:
            pass
        return False

    def _take_from_server(self) -> Optional[bytes]:
        """What has come; empty if nothing has, None at the end."""
        if self._in:
            return b""
        try:
            self._in = self._channel.recv(_CHUNK)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return b""
        return self._in or None

    def _give_to_program(self) -> bool:
        if not self._in:
            return False
        try:
            self._in = self._in[self._far.send(self._in):]
            return True
        except BlockingIOError:
            return False

    def _await(self, selector: selectors.BaseSelector) -> None:
        channel = (0 if self._in else selectors.EVENT_READ) | (selectors.EVENT_WRITE if self._wants_write else 0)
        far = (0 if self._out or self._far_ended else selectors.EVENT_READ) | (selectors.EVENT_WRITE if self._in else 0)
        for end, events in ((self._channel, channel), (self._far, far)):
            known = end in selector.get_map()
            if events and known:
                selector.modify(end, events)
            elif events:
                selector.register(end, events)
            elif known:
                selector.unregister(end)
        selector.select()
