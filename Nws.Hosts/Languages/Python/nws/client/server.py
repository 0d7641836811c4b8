"""A connection to an Nws server."""

import os
import weakref
from typing import Any, Callable, Dict, List, NoReturn, Optional

from nws.client.address import Address
from nws.client.connection import Connection
from nws.client.exchange import Exchange
from nws.client.listings import STRING, Listing, list_workspaces
from nws.client.workspace import NetWorkSpace
from nws.values import encode


class NwsServer:
    """Opens, lists and deletes workspaces. Threads may share it: a blocked operation holds up no other.

    ``host`` and ``port`` default to those in ``NWS_SERVER``, else to localhost and 8765; ``token`` to ``NWS_TOKEN``.
    ``NwsConnectException`` if the server cannot be reached or refuses.

    A connection that is lost is made again for as long as the server allows, or for ``grace`` seconds if that is less:
    what waits goes on waiting, and nothing is lost or done twice. With a ``grace`` of 0 all fails at once, and if this
    program dies, its values go to others at once.

    The connection is closed with the object. Then the server deletes the workspaces that this connection owns and that
    are not persistent.
    """

    def __init__(self, host: Optional[str] = None, port: Optional[int] = None, token: Optional[str] = None,
                 *, grace: Optional[float] = None) -> None:
        self.connection = Connection(Address.choose(host, port), token or os.environ.get("NWS_TOKEN"), grace)
        self._finalizer = weakref.finalize(self, self.connection.close)

    @property
    def serverHost(self) -> str:
        """Host name of the server."""
        return self.connection.address.host

    @property
    def serverPort(self) -> int:
        """Port of the server."""
        return self.connection.address.port

    def openWs(self, wsName: str, space: Optional[NetWorkSpace] = None, *, persistent: bool = False,
               create: bool = True) -> NetWorkSpace:
        """Open a workspace and become its owner if it has none.

        A ``persistent`` workspace stays when its owner goes; only the owner decides that. With ``create`` false, a
        workspace that does not exist raises ``NwsNoWorkSpaceException``. ``space`` is for the constructor of
        ``NetWorkSpace``: the object to return, which must have the same name.
        """
        if space is None:
            return NetWorkSpace(wsName, server=self, persistent=persistent, create=create)
        _check_name(wsName, space)
        self.call("open", wsName, {"create": create, "persistent": persistent})
        return space

    def useWs(self, wsName: str, space: Optional[NetWorkSpace] = None, *, create: bool = True) -> NetWorkSpace:
        """Use a workspace without becoming its owner; otherwise like ``openWs``."""
        if space is None:
            return NetWorkSpace(wsName, useUse=True, server=self, create=create)
        _check_name(wsName, space)
        self.call("use", wsName, {"create": create})
        return space

    def mktempWs(self, wsName: str = "__pyws__%d") -> str:
        """Make a workspace with a new name and return the name: the template with a number in place of ``%d``.

        It exists at once, but is nobody's until somebody opens it.
        """
        return self.call("mktemp", wsName)

    def deleteWs(self, wsName: str) -> None:
        """Delete a workspace with everything in it. Whatever waits in it ends with an exception."""
        self.call("deleteWs", wsName)

    def listWss(self, format: str = STRING) -> Listing:
        """The workspaces: as text, or, with format ``'dict'``, tuples by name (fields ``WS_NAME`` to ``WS_VARLIST``).

        A line of the text holds, separated by tabs: ``>`` if the workspace is owned by this connection, else a blank,
        followed by the name; the owner; whether it is persistent; the number of variables; their names.
        """
        return list_workspaces(self.call("listWss", {"variables": True}), format)

    def listWaits(self, wsName: Optional[str] = None) -> List[Dict[str, Any]]:
        """The finds and fetches that are blocked, in one workspace or in all, those that wait longest first.

        Each is a dictionary: ``workspace``, ``variables`` (a value of any ends the wait), ``kind`` (``'find'`` or
        ``'fetch'``), ``seconds``, ``session``, ``client``, ``language``, ``stored`` (the last stores, each variable,
        session, client and seconds ago) and ``hints``: what may be wrong, in sentences. A ``cycle`` lists the sessions
        that seem to wait for each other.
        """
        return self.call("listWaits", {} if wsName is None else {"workspace": wsName})

    def call(self, method: str, *params: Any) -> Any:
        """The result of any request of the protocol."""
        with Exchange(self.connection, method, *map(encode, params)) as exchange:
            result = exchange.response().result()
        if method in ("open", "use", "mktemp", "deleteWs"):
            self.connection.note_opened(result if method == "mktemp" else params[0], method != "deleteWs")
        return result

    def onConnectionChange(self, listener: Optional[Callable[[str, str], None]]) -> None:
        """Call ``listener(state, reason)``, from another thread, when the connection becomes ``'reconnecting'``,
        ``'connected'`` again or ``'closed'``."""
        self.connection.on_change = listener

    def close(self) -> None:
        """Close the connection; what still waits on it ends with ``NwsConnectionDroppedException``."""
        self._finalizer()

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("a connection to a server cannot be pickled; make an NwsServer where it is needed")

    def __enter__(self) -> "NwsServer":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __str__(self) -> str:
        return f"NwsServer at {self.connection.address}"

    def __repr__(self) -> str:
        return f"NwsServer({self.serverHost!r}, {self.serverPort})"


def _check_name(name: str, space: NetWorkSpace) -> None:
    if space.currentWs() != name:
        raise ValueError(f"the space is that of workspace {space.currentWs()!r}, not of {name!r}")
