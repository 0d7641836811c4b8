"""Nws for Python: named workspaces shared by programs, and a Sleigh that farms tasks out to workers.

* ``nws.client``: workspaces (``NetWorkSpace``, ``NwsServer``).
* ``nws.sleigh``: parallel execution (``Sleigh``).
* ``nws.values``: the kinds of values, and the wrappers of those Python lacks.

Python 3.8 or later; nothing but the standard library is needed. Numeric arrays are numpy arrays if numpy is there.
"""

from nws.values import (Float32, NumericArray, NwsDateTime, NwsDuration, NwsMap, NwsSet, NwsValueError, RemoteError,
                        decode, encode)

__version__ = "0.1.0"

__all__ = ["Float32", "NumericArray", "NwsDateTime", "NwsDuration", "NwsMap", "NwsSet", "NwsValueError", "RemoteError",
           "decode", "encode"]
