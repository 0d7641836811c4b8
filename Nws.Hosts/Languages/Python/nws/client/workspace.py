"""Workspaces: where programs store, find and fetch values."""

import contextlib
from typing import TYPE_CHECKING, Any, BinaryIO, Dict, Iterable, Iterator, List, NoReturn, Optional, Sequence, Union

from nws.client import files
from nws.client.delivery import Delivery
from nws.client.exchange import Exchange
from nws.client.iterator import NwsValueIterator
from nws.client.listings import STRING, Listing, list_variables
from nws.client.response import Delivered
from nws.exceptions import NwsOperationException, NwsTimeoutException
from nws.values import encode
from nws.values.packing import pack_bin_head
from nws.wire import messages

if TYPE_CHECKING:
    from nws.client.server import NwsServer

FIFO = "fifo"
LIFO = "lifo"
MULTI = "multi"
SINGLE = "single"

Variables = Union[str, Sequence[str]]
Lease = Union[bool, float]

_NOTHING = object()


class NetWorkSpace:
    """A workspace on a server: named variables, each with a list of values.

    ``wsName``: name of the workspace; it is created if it does not exist (with ``create=False``:
    ``NwsNoWorkSpaceException``). ``serverHost``, ``serverPort``: the server, by default that of ``NWS_SERVER``, else
    localhost:8765. ``useUse``: only use the workspace; by default its first opener becomes its owner, and it is deleted
    with the owner's connection, unless it is made ``persistent``. ``server``: an ``NwsServer`` to share; by default the
    workspace opens a connection of its own, and closes it with itself.

    Operations that wait take a ``timeout`` in seconds, after which they raise ``NwsTimeoutException``; without one they
    wait as long as it takes. Ctrl+C ends the wait, and no value is lost. A list of variable names stands for the first
    of them that has a value, and then the result is the pair of its name and the value.
    """

    def __init__(self, wsName: str = "__default", serverHost: Optional[str] = None, serverPort: Optional[int] = None,
                 useUse: bool = False, server: "Optional[NwsServer]" = None, *, persistent: bool = False,
                 create: bool = True) -> None:
        from nws.client.server import NwsServer  # which makes workspaces itself
        self._name = wsName
        self._owns_server = server is None
        self.server = NwsServer(serverHost, serverPort) if server is None else server
        try:
            if useUse:
                self.server.useWs(wsName, self, create=create)
            else:
                self.server.openWs(wsName, self, persistent=persistent, create=create)
        except BaseException:
            self.close()
            raise

    def currentWs(self) -> str:
        """The name of the workspace."""
        return self._name

    def declare(self, varName: str, mode: str) -> None:
        """Give a variable a mode: ``fifo``, ``lifo``, ``multi`` (any order) or ``single`` (the last value only).

        A variable that is stored to without a mode is ``fifo``. ``NwsDeclarationFailedException`` if it has another.
        """
        self.server.call("declare", self._name, varName, mode)

    def store(self, varName: str, val: Any, *, priority: int = 0) -> None:
        """Add a value to a variable. ``NwsValueError``, and nothing is stored, if something in it cannot be a value.

        A point of ``priority`` (-1000 to 1000, in variables of mode fifo) is worth ten seconds of waiting: the value is
        taken before those that were stored up to so much earlier, and no value waits for ever.
        """
        self._store(varName, [encode(val)], _terms(priority))

    def storeAll(self, varName: str, vals: Iterable[Any], *, priority: int = 0) -> None:
        """Add values to a variable in their order, in one message and one step: all of them or, on an error, none."""
        encoded = [encode(val) for val in vals]
        self._check_size(varName, sum(map(len, encoded)))
        self._exchange("storeAll", varName, messages.array(encoded), _terms(priority))

    def fetch(self, varName: Variables, *, timeout: Optional[float] = None, lease: Lease = False) -> Any:
        """Remove a value from a variable and return it; wait until there is one.

        With ``lease``, return a ``Delivery``, whose value goes back to its place unless it is completed. A number is the
        seconds the lease lasts unless it is renewed; with True it lasts as long as the connection.
        """
        return self._required(self._get("fetch", varName, timeout, lease), varName, timeout)

    def fetchTry(self, varName: Variables, missing: Any = None, *, timeout: float = 0, lease: Lease = False) -> Any:
        """Like ``fetch``, but return ``missing`` if there is no value now, or within ``timeout`` seconds."""
        result = self._get("fetch", varName, timeout, lease)
        return missing if result is _NOTHING else result

    def fetchMany(self, varName: Variables, count: int, *, timeout: Optional[float] = None, lease: Lease = False) -> List[Any]:
        """Like ``fetch``, but remove and return as many values as are there, up to ``count``, as a list.

        All come from the same variable, the first that has a value. The list is empty if there is none within ``timeout``
        seconds. The server gives 1,000 values at a time unless it is told otherwise, and no more than 1 MiB, but always one.
        """
        with self.takeMany(varName, count, _options(timeout, lease)) as deliveries:
            if lease:
                return [Delivery(self.server.connection, delivered) for delivered in deliveries]
        return [delivered.value if isinstance(varName, str) else (delivered.variable, delivered.value)
                for delivered in deliveries]

    def find(self, varName: Variables, *, timeout: Optional[float] = None) -> Any:
        """Return a value of a variable, which stays there; wait until there is one."""
        return self._required(self._get("find", varName, timeout), varName, timeout)

    def findTry(self, varName: Variables, missing: Any = None, *, timeout: float = 0) -> Any:
        """Like ``find``, but return ``missing`` if there is no value now, or within ``timeout`` seconds."""
        result = self._get("find", varName, timeout)
        return missing if result is _NOTHING else result

    def ifetch(self, varName: str) -> NwsValueIterator:
        """Iterate over the values, removing each, and wait for more at the end."""
        return NwsValueIterator(self, varName, "ifetch")

    def ifetchTry(self, varName: str) -> NwsValueIterator:
        """Iterate over the values that are there, removing each."""
        return NwsValueIterator(self, varName, "ifetchTry")

    def ifind(self, varName: str) -> NwsValueIterator:
        """Iterate over the values, which stay there, and wait for more at the end."""
        return NwsValueIterator(self, varName, "ifind")

    def ifindTry(self, varName: str) -> NwsValueIterator:
        """Iterate over the values that are there, and stay there."""
        return NwsValueIterator(self, varName, "ifindTry")

    def storeFile(self, varName: str, fobj: BinaryIO, n: int = 0) -> int:
        """Store the next ``n`` bytes of a file (0: the rest of it) as one value and return how many they were.

        At the end of the file that is 0, and nothing is stored.
        """
        chunks = files.read_value(fobj, n, self.server.connection.value_limit)
        size = sum(map(len, chunks))
        if size:
            self._store(varName, [pack_bin_head(size), *chunks], ())
        return size

    def fetchFile(self, varName: str, fobj: BinaryIO, *, timeout: Optional[float] = None) -> int:
        """Like ``fetch``, but write the value, bytes or text, to a file and return the number of bytes."""
        return self._required(self._get_file("fetch", varName, fobj, timeout), varName, timeout)

    def fetchTryFile(self, varName: str, fobj: BinaryIO) -> Union[int, bool]:
        """Like ``fetchFile``, but return False if there is no value now."""
        size = self._get_file("fetch", varName, fobj, 0)
        return False if size is _NOTHING else size

    def findFile(self, varName: str, fobj: BinaryIO, *, timeout: Optional[float] = None) -> int:
        """Like ``find``, but write the value, bytes or text, to a file and return the number of bytes."""
        return self._required(self._get_file("find", varName, fobj, timeout), varName, timeout)

    def findTryFile(self, varName: str, fobj: BinaryIO) -> Union[int, bool]:
        """Like ``findFile``, but return False if there is no value now."""
        size = self._get_file("find", varName, fobj, 0)
        return False if size is _NOTHING else size

    def deleteVar(self, varName: str) -> None:
        """Delete a variable with its values. Whatever waits for it ends with ``NwsOperationException``."""
        self.server.call("deleteVar", self._name, varName)

    def listVars(self, wsName: Optional[str] = None, format: str = STRING) -> Listing:
        """The variables of this workspace, or of another: as text, or, with format ``'dict'``, tuples by name.

        A line of the text, like a tuple (fields ``V_VARIABLE`` to ``V_MODE``), holds the name, the number of values, of
        waiting fetchers and of waiting finders, and the mode, separated by tabs. There is no newline after the last.
        """
        return list_variables(self.server.call("listVars", wsName or self._name), format)

    @contextlib.contextmanager
    def take(self, method: str, variable: Variables, options: Dict[str, Any]) -> Iterator[Optional[Delivered]]:
        """What a find or fetch delivers, for the time of a ``with`` block; its end removes a fetched value for good."""
        names = _names(variable)
        with Exchange(self.server.connection, method, *map(encode, (self._name, names, options))) as exchange:
            delivered = exchange.response().delivery()
            if delivered is not None and delivered.fault is not None:
                raise delivered.fault
            yield delivered
            if options.get("lease"):
                exchange.keep()
            elif delivered is not None:
                exchange.confirm(delivered)

    @contextlib.contextmanager
    def takeMany(self, variable: Variables, count: int, options: Dict[str, Any]) -> Iterator[List[Delivered]]:
        """What a fetch of several values delivers, like ``take``; an empty list if nothing was there in time."""
        params = map(encode, (self._name, _names(variable), dict(options, count=count)))
        with Exchange(self.server.connection, "fetch", *params, many=True) as exchange:
            deliveries = exchange.response().deliveries()
            for delivered in deliveries:
                if delivered.fault is not None:
                    raise delivered.fault
            yield deliveries
            if options.get("lease"):
                exchange.keep()
            else:
                exchange.confirm(*deliveries)

    def close(self) -> None:
        """Close the connection, if the workspace opened one of its own."""
        if self._owns_server:
            self.server.close()

    def _store(self, variable: str, parts: Sequence[bytes], terms: Sequence[bytes]) -> None:
        self._check_size(variable, sum(map(len, parts)))
        self._exchange("store", variable, b"".join(parts), terms)

    def _check_size(self, variable: str, size: int) -> None:
        limit = self.server.connection.value_limit
        if size > limit:
            raise NwsOperationException(f"the value for variable {variable!r} of workspace {self._name!r} has {size} "
                                        f"bytes; the server takes up to {limit} [too_large]", "too_large")

    def _exchange(self, method: str, variable: str, values: bytes, terms: Sequence[bytes]) -> None:
        params = encode(self._name), encode(variable), values, *terms
        with Exchange(self.server.connection, method, *params) as exchange:
            exchange.response().result()

    def _get(self, method: str, variable: Variables, timeout: Optional[float], lease: Lease = False) -> Any:
        with self.take(method, variable, _options(timeout, lease)) as delivered:
            if delivered is None:
                return _NOTHING
            if lease:
                return Delivery(self.server.connection, delivered)
            return delivered.value if isinstance(variable, str) else (delivered.variable, delivered.value)

    def _get_file(self, method: str, variable: Variables, fobj: BinaryIO, timeout: Optional[float]) -> Any:
        with self.take(method, variable, _options(timeout)) as delivered:
            return _NOTHING if delivered is None else files.write_value(delivered, fobj)

    def _required(self, result: Any, variable: Variables, timeout: Optional[float]) -> Any:
        if result is _NOTHING:
            raise NwsTimeoutException(f"no value came to {variable!r} of workspace {self._name!r} within {timeout} s",
                                      "timeout")
        return result

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a workspace cannot be pickled, because its connection belongs to this process; "
                        f"open it where it is needed: NetWorkSpace({self._name!r}, useUse=True)")

    def __enter__(self) -> "NetWorkSpace":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __str__(self) -> str:
        return f"NetWorkSpace {self._name!r}"

    def __repr__(self) -> str:
        return f"<NetWorkSpace {self._name!r} at {self.server.connection.address}>"


def _names(variable: Variables) -> Union[str, List[str]]:
    return variable if isinstance(variable, str) else list(variable)


def _terms(priority: int) -> Sequence[bytes]:
    return [encode({"priority": priority})] if priority else ()


def _options(timeout: Optional[float], lease: Lease = False) -> Dict[str, Any]:
    options: Dict[str, Any] = {}
    if timeout is not None:
        if timeout < 0:
            raise ValueError(f"a timeout is 0 seconds or more, not {timeout}")
        options["timeout"] = timeout
    if lease:
        options["lease"] = lease
    return options
