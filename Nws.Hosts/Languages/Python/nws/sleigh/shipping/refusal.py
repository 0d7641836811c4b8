"""Why a function cannot travel."""

import functools
import io
import socket
import threading
import types
from typing import Any, Dict, Iterator, Optional, Set, Tuple

from nws.client import NetWorkSpace, NwsServer
from nws.lazy import Lazy
from nws.sleigh.exceptions import SleighIllegalValueException
from nws.sleigh.shipping import classes
from nws.sleigh.shipping.names import importable_name
from nws.sleigh.shipping.pickler import Shipper
from nws.sleigh.shipping.usage import captured_globals, captured_variables

_KINDS: Dict[Any, str] = {
    io.IOBase: "an open file",
    socket.socket: "a socket",
    (types.GeneratorType, types.AsyncGeneratorType, types.CoroutineType): "a generator, which runs here",
    (type(threading.Lock()), type(threading.RLock()), threading.Condition, threading.Event): "a lock of this process",
    threading.Thread: "a thread of this process",
    (NetWorkSpace, NwsServer, Lazy):
        "a connection of this process; tasks find workspaces in SleighUserNws and SleighNws",
}


def refusal(fun: Any, error: BaseException) -> SleighIllegalValueException:
    """The exception that names what keeps a function here; ``error`` is that of pickling it as a whole."""
    place = _culprit(fun, set())
    if place is None:
        return SleighIllegalValueException(f"{_name(fun)} cannot travel: {_reason(fun, error)}")
    owner, variable, value, cause = place
    return SleighIllegalValueException(f"{_name(owner)} cannot travel: {variable} is {_reason(value, cause)}")


def _culprit(fun: Any, seen: Set[int]) -> Optional[Tuple[Any, str, Any, BaseException]]:
    """The innermost of the functions in question, its variable, the value there, and what pickling that says."""
    seen.add(id(fun))
    for variable, value in _parts(fun):
        error = _error_of(value) if id(value) not in seen else None
        if error is not None:
            return _culprit(value, seen) or (fun, variable, value, error)
    return None


def _parts(fun: Any) -> Iterator[Tuple[str, Any]]:
    if isinstance(fun, (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType)):
        yield "its object", fun.__self__
        fun = getattr(fun, "__func__", fun)
    if isinstance(fun, functools.partial):
        yield "the function in it", fun.func
        for value in (*fun.args, *fun.keywords.values()):
            yield "an argument in it", value
    if isinstance(fun, types.FunctionType) and not importable_name(fun):
        for name, value in captured_variables(fun).items():
            yield f"variable {name!r} of the closure", value
        for name, value in captured_globals(fun).items():
            yield f"global variable {name!r}", value
        for value in (*(fun.__defaults__ or ()), *(fun.__kwdefaults__ or {}).values()):
            yield "the default of a parameter", value
    if isinstance(fun, type) and not importable_name(fun):
        for name, value in classes.attributes(fun).items():
            yield f"attribute {name!r} of the class", getattr(value, "__func__", value)


def _error_of(value: Any) -> Optional[BaseException]:
    try:
        Shipper(io.BytesIO()).dump(value)
    except Exception as error:
        return error
    return None


def _reason(value: Any, error: BaseException) -> str:
    for kind, name in _KINDS.items():
        if isinstance(value, kind):
            return name
    if isinstance(error, RecursionError):
        return f"{_article(value)}, nested too deeply"
    return f"{_article(value)}, which cannot be pickled ({error})"


def _article(value: Any) -> str:
    return f"of type {type(value).__name__}"


def _name(fun: Any) -> str:
    name = getattr(fun, "__qualname__", None) or getattr(fun, "__name__", None)
    kind = "class" if isinstance(fun, type) else "function"
    return f"{kind} {name}" if name else repr(fun)
