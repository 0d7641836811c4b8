"""How functions reach the workers: by name if they can be imported, else by value, with all they use.

By value travels the compiled code of a function, for other versions of Python also its source, and what it refers to:
captured variables, defaults, and the global variables it uses. Modules among these are imported at the other end, what
can be imported travels by its name, functions and classes that cannot are taken along in the same way, and all other
values are pickled. ``nws.kernel.shipped`` is the other end.
"""

import base64
import io
import pickle
import types
from typing import Any, Dict, Optional

from nws.kernel import shipped
from nws.sleigh.shipping.names import importable_name
from nws.sleigh.shipping.pickler import PROTOCOL, Shipper
from nws.sleigh.shipping.refusal import refusal
from nws.sleigh.shipping.usage import usage_of

__all__ = ["by_name_or_value", "by_value", "definition", "importable_name"]


def by_name_or_value(fun: Any) -> str:
    """Code for ``invoke``: the function's name, or an expression that makes it."""
    name = importable_name(fun)
    if name is not None and isinstance(fun, types.FunctionType) and _knows_the_sleigh(fun.__globals__):
        return _call("named", fun.__module__, fun.__qualname__)
    return name or by_value(fun)


def definition(fun: Any) -> str:
    """Code for ``define``: it gives the function its name in the kernel, a lambda the name ``SleighFunction``."""
    name = getattr(fun, "__name__", "")
    if not name.isidentifier():
        name = "SleighFunction"
    return f"{name} = {by_value(fun, getattr(fun, '__globals__', None))}"


def by_value(fun: Any, shared: Optional[Dict[str, Any]] = None) -> str:
    """An expression that makes the function in a kernel. ``SleighIllegalValueException`` names what cannot travel.

    ``shared``: the global variables that become the kernel's own, for all later tasks.
    """
    stream = io.BytesIO()
    shipper = Shipper(stream, shared)
    try:
        shipper.dump(fun)
    except Exception as error:
        raise refusal(fun, error) from None
    head = pickle.dumps((shipped.VERSION, [tuple(facts) for facts in shipper.scopes]), PROTOCOL)
    return _call("load", base64.b64encode(head + stream.getvalue()).decode())


def _call(function: str, *arguments: str) -> str:
    """The text of a call at the other end, with the kernel's name space as first argument.

    The others have lines of their own: a traceback that shows the first has no use for them.
    """
    listed = "".join(f",\n{argument!r}" for argument in arguments)
    return f"__import__({shipped.__name__!r}, fromlist=[{function!r}]).{function}(globals(){listed})"


def _knows_the_sleigh(names: Dict[str, Any]) -> bool:
    """Whether a function of a module uses names that only tasks have."""
    functions = [each for each in list(names.values())
                 if isinstance(each, types.FunctionType) and each.__globals__ is names]
    return any(usage_of(each.__code__).globals & shipped.SLEIGH_NAMES - names.keys() for each in functions)
