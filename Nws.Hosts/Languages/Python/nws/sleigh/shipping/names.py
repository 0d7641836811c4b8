"""Finding the name under which a function or class can be imported."""

import importlib
import types
from typing import Any, Optional


def importable_name(thing: Any) -> Optional[str]:
    """The dotted name, module first, under which every program can import it; None if there is none."""
    owner = getattr(thing, "__self__", None) or getattr(thing, "__objclass__", None)
    if isinstance(owner, type):
        module, name = owner.__module__, f"{owner.__qualname__}.{thing.__name__}"
    else:
        # numpy's functions, for one, know their name but not their module; it is that of their type.
        module = getattr(thing, "__module__", None) or type(thing).__module__
        name = getattr(thing, "__qualname__", None) or getattr(thing, "__name__", "")
    return f"{module}.{name}" if module != "__main__" and name and _leads_to(module, name, thing) else None


def _leads_to(module: str, name: str, thing: Any) -> bool:
    try:
        found = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return False
    # A class makes a new object each time one of its class methods is looked up.
    return found is thing or isinstance(thing, (types.MethodType, types.BuiltinMethodType)) and bool(found == thing)
