"""Nws for Python: named workspaces shared by programs, and a Sleigh that farms tasks out to workers.

* ``nws.client``: workspaces (``NetWorkSpace``, ``NwsServer``).
* ``nws.sleigh``: parallel execution (``Sleigh``).
* ``nws.values``: the kinds of values, and the wrappers of those Python lacks.

<<<<<<< HEAD
Python 3.8 or later; nothing but the standard library is needed. Numeric arrays are numpy arrays if numpy is there.
=======
Python 3.8 or later; nothing but the standard library is needed. Numeric arrays are numpy arrays if numpy can be imported.
>>>>>>> b8e4cfd59f36b784f374af1c0472eb57e1259bbc
"""

from nws.values import (Float32, NumericArray, NwsDateTime, NwsDuration, NwsMap, NwsSet, NwsValueError, RemoteError,
                        decode, encode)

__version__ = "0.1.0"

__all__ = ["Float32", "NumericArray", "NwsDateTime", "NwsDuration", "NwsMap", "NwsSet", "NwsValueError", "RemoteError",
           "decode", "encode"]
