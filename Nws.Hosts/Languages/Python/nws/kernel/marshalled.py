"""Functions as compiled code, for those whose source cannot be found: functions typed in an interactive session."""

import base64
import marshal
import sys
import types
from typing import Any, Dict


def dump(fun: types.FunctionType) -> str:
    """An expression whose value is the function, in a kernel of the same version of Python.

    ``ValueError`` if a default of a parameter cannot be marshalled.
    """
    data = base64.b85encode(marshal.dumps((fun.__code__, fun.__defaults__, fun.__kwdefaults__)))
    return f"__import__({__name__!r}, fromlist=['load']).load({_version()!r}, {data.decode()!r}, globals())"


def load(version: str, data: str, names: Dict[str, Any]) -> types.FunctionType:
    """The function that was dumped; ``names`` are its globals."""
    if version != _version():
        raise RuntimeError(f"the function was compiled by {version}, which {_version()} cannot run; "
                           "put it into a module, or give its source as text")
    code, defaults, keyword_defaults = marshal.loads(base64.b85decode(data))
    fun = types.FunctionType(code, names, code.co_name, defaults)
    fun.__kwdefaults__ = keyword_defaults
    return fun


def _version() -> str:
    return str(sys.implementation.cache_tag)
