"""Which server to talk to."""

import os
import re
from typing import NamedTuple, Optional

from nws.exceptions import NwsConnectException

_DEFAULT_HOST = "localhost"
_DEFAULT_PORT = 8765
_SECURE = "nwss://"
_PLAIN = "nws://"


class Address(NamedTuple):
    """Host and port of a server, and whether it is spoken to through TLS.

    With a ``pin``, the SHA-256 of the server's certificate, that certificate alone is trusted.
    """

    host: str
    port: int
    tls: bool = False
    pin: Optional[str] = None

    @staticmethod
    def choose(host: Optional[str] = None, port: Optional[int] = None) -> "Address":
        """What is given; the rest from ``NWS_SERVER``, unless the host is given, and from the defaults.

        The host may be a whole address: ``nwss://host:port#pin``.
        """
        if host is not None and "://" in host:
            given = Address.parse(host)
            return given if port is None else given._replace(port=int(port))
        known = Address(_DEFAULT_HOST, _DEFAULT_PORT)
        environment = os.environ.get("NWS_SERVER")
        if environment and host is None:
            try:
                known = Address.parse(environment)
            except ValueError as error:
                raise NwsConnectException(f"the environment variable NWS_SERVER is {error}") from None
        return known._replace(host=host or known.host, port=known.port if port is None else int(port))

    @staticmethod
    def parse(text: str) -> "Address":
        """The address ``host:port`` or ``host``, or ``nwss://host:port#pin`` for TLS; ``ValueError`` if it is none."""
        tls = text.lower().startswith(_SECURE)
        place = text[len(_SECURE):] if tls else text[len(_PLAIN):] if text.lower().startswith(_PLAIN) else text
        place, mark, pin = place.partition("#")
        host, colon, port = place.rpartition(":")
        if not colon or place.endswith("]"):
            host, port = place, str(_DEFAULT_PORT)
        pin = pin.replace(":", "").lower()
        if not (host and port.isdigit() and int(port) < 1 << 16) or (mark and not (tls and _is_pin(pin))):
            raise ValueError(f"not an address of the form host:port or nwss://host:port#pin: {text!r}")
        return Address(host.strip("[]"), int(port), tls, pin or None)

    def __str__(self) -> str:
        place = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        if not self.tls:
            return place
        return f"{_SECURE}{place}#{self.pin}" if self.pin else f"{_SECURE}{place}"


def _is_pin(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", text) is not None
