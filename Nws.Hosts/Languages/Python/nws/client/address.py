"""Which server to talk to."""

import os
from typing import NamedTuple, Optional

from nws.exceptions import NwsConnectException

_DEFAULT_HOST = "localhost"
_DEFAULT_PORT = 8765


class Address(NamedTuple):
    """Host and port of a server."""

    host: str
    port: int

    @staticmethod
    def choose(host: Optional[str] = None, port: Optional[int] = None) -> "Address":
        """What is given; the rest from ``NWS_SERVER``, unless the host is given, and from the defaults."""
        known = Address(_DEFAULT_HOST, _DEFAULT_PORT)
        environment = os.environ.get("NWS_SERVER")
        if environment and host is None:
            try:
                known = Address.parse(environment)
            except ValueError as error:
                raise NwsConnectException(f"the environment variable NWS_SERVER is {error}") from None
        return Address(host or known.host, known.port if port is None else int(port))

    @staticmethod
    def parse(text: str) -> "Address":
        """The address ``host:port`` or ``host``; ``ValueError`` if it is none."""
        host, colon, port = text.rpartition(":")
        if not colon or text.endswith("]"):
            host, port = text, str(_DEFAULT_PORT)
        if not (host and port.isdigit() and int(port) < 1 << 16):
            raise ValueError(f"not an address of the form host:port: {text!r}")
        return Address(host.strip("[]"), int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
