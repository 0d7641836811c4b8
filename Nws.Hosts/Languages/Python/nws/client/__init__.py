"""Workspaces: variables that programs share through an Nws server.

    >>> from nws.client import NetWorkSpace
    >>> ws = NetWorkSpace('bayport')
    >>> ws.store('joe', 17)
    >>> age = ws.find('joe')

The server is that of the environment variable ``NWS_SERVER`` (``host:port``), else ``localhost:8765``; its token is
read from ``NWS_TOKEN``. ``nws start`` starts one.

Names, arguments and results are those of the user guide of NetWorkSpaces for Python 1.6. What differs:

* Values are those of VALUES.md, the same for all languages, not pickles. What is none is refused by ``store``.
* A fetched value is lost neither with a program that dies nor with a wait that is interrupted (Ctrl+C).
* Operations that wait take a ``timeout``; ``fetch`` and ``find`` take a list of variables; ``fetch`` takes ``lease``.
* Errors during an iteration are raised; in the guide they look like its end.
* A name in ``deleteVar`` or ``deleteWs`` that does not exist is an error, and ``__default`` cannot be deleted.
* Only the owner's end deletes a workspace that is not persistent.
* Threads may share a connection. A child made by ``fork`` has to open its own, and is told so.
"""

from nws.client.delivery import Buried, Delivery
from nws.client.iterator import NwsValueIterator
from nws.client.listings import (DICT, STRING, V_FETCHERS, V_FINDERS, V_MODE, V_VALUES, V_VARIABLE, WS_MINE, WS_NAME,
                                 WS_NUMVARS, WS_OWNER, WS_PERSISTENT, WS_VARLIST)
from nws.client.server import NwsServer
from nws.client.workspace import EMPTY, FIFO, LIFO, MULTI, SINGLE, NetWorkSpace
from nws.client.synchronization import NwsBarrier, NwsSemaphore, Permit
from nws.client.watch import Change, Watch
from nws.exceptions import (NwsConnectException, NwsConnectionDroppedException, NwsDeclarationFailedException,
                            NwsException, NwsNoWorkspaceException, NwsNoWorkSpaceException, NwsOperationException,
                            NwsServerException, NwsTimeoutException, NwsUnsupportedOperationException, NwsValueError)

NetWorkspace = NetWorkSpace

__all__ = [
    "DICT", "EMPTY", "FIFO", "LIFO", "MULTI", "SINGLE", "STRING",
    "V_FETCHERS", "V_FINDERS", "V_MODE", "V_VALUES", "V_VARIABLE",
    "WS_MINE", "WS_NAME", "WS_NUMVARS", "WS_OWNER", "WS_PERSISTENT", "WS_VARLIST",
    "Buried", "Change", "Delivery", "NetWorkSpace", "NetWorkspace", "NwsBarrier",
    "NwsSemaphore", "NwsServer", "NwsValueIterator", "Permit", "Watch",
    "NwsConnectException", "NwsConnectionDroppedException", "NwsDeclarationFailedException", "NwsException",
    "NwsNoWorkSpaceException", "NwsNoWorkspaceException", "NwsOperationException", "NwsServerException",
    "NwsTimeoutException", "NwsUnsupportedOperationException", "NwsValueError",
]
