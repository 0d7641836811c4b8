"""What could stand at a place in a piece of code. Nothing of the code is run for it."""

import builtins
import inspect
import keyword
import pkgutil
import re
import sys
import types
from typing import Any, Dict, Iterable, Iterator, List, Tuple

_LIMIT = 1000
_IMPORTED = re.compile(r"(?:^|[;:])\s*(?:from\s+(?P<package>[\w.]*)\s+import\s*\(?|(?P<keyword>from|import))\s*"
                       r"(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*(?P<name>[\w.]*)$")
_CHAIN = re.compile(r"(?:[^\W\d]\w*\.)*(?:[^\W\d]\w*)?$")
_MISSING = object()


def complete(code: str, cursor: int, names: Dict[str, Any]) -> Dict[str, Any]:
    """The choices for what ends at ``cursor``: where it starts, and the texts that could replace it."""
    before = code[:cursor]
    line = before[before.rfind("\n") + 1:]
    imported = _IMPORTED.search(line)
    if imported is not None:
        prefix, found = _imports(imported)
    elif _in_text(before):
        prefix, found = "", []
    else:
        prefix, found = _expression(line, names)
    kinds = {text: kind for text, kind in found if text.startswith(prefix)}
    if not prefix.startswith("_"):
        kinds = {text: kind for text, kind in kinds.items() if not text.startswith("_")}
    items = [{"text": text, "kind": kind} for text, kind in sorted(kinds.items())[:_LIMIT]]
    return {"start": len(before) - len(prefix), "items": items}


def _expression(line: str, names: Dict[str, Any]) -> Tuple[str, Iterable[Tuple[str, str]]]:
    chain = _CHAIN.search(line).group()  # type: ignore[union-attr]
    *owners, prefix = chain.split(".")
    rest = line[:len(line) - len(chain)]
    if not owners:
        after_dot = rest.endswith(".")  # of something that would have to be run, such as f().
        return prefix, [] if after_dot else _known(names)
    if rest.endswith("."):
        return prefix, []
    owner = _look_up(owners, names)
    return prefix, [] if owner is _MISSING else _attributes(owner)


def _known(names: Dict[str, Any]) -> Iterator[Tuple[str, str]]:
    """Everything that has a name here; what is near hides what is far."""
    for word in keyword.kwlist:
        yield word, "keyword"
    for scope in (vars(builtins), names):
        for name, value in list(scope.items()):
            if isinstance(name, str) and name.isidentifier():
                yield name, _kind(value, "variable")


def _look_up(path: List[str], names: Dict[str, Any]) -> Any:
    first, *rest = path
    owner = names.get(first, vars(builtins).get(first, _MISSING))
    for name in rest:
        if owner is not _MISSING:
            owner = _value(owner, name)
    return owner


def _attributes(owner: Any) -> Iterator[Tuple[str, str]]:
    seen = set(_own(owner))
    for base in _bases(owner):
        seen.update(vars(base))
    for name in seen:
        if isinstance(name, str) and name.isidentifier():
            value = _value(owner, name)
            yield name, "property" if value is _MISSING else _kind(value, "property")


def _value(owner: Any, name: str) -> Any:
    """The attribute, without running ``__getattr__`` or a property; ``_MISSING`` if that would be needed."""
    try:
        value = inspect.getattr_static(owner, name, _MISSING)
    except Exception:  # an object may be made to resist
        return _MISSING
    if isinstance(value, (staticmethod, classmethod)):
        return value.__func__
    if isinstance(owner, types.ModuleType) or name in _own(owner):
        return value
    # A descriptor gives another value than itself, and that only when it is run. Functions are what they look like.
    described = hasattr(type(value), "__get__") and not callable(value)
    return _MISSING if described else value


def _own(owner: Any) -> Dict[str, Any]:
    try:
        return object.__getattribute__(owner, "__dict__")
    except Exception:
        return {}


def _bases(owner: Any) -> Tuple[type, ...]:
    return type.__dict__["__mro__"].__get__(owner if issubclass(type(owner), type) else type(owner))


def _kind(value: Any, otherwise: str) -> str:
    kind = type(value)
    if issubclass(kind, type):
        return "type"
    if issubclass(kind, types.ModuleType):
        return "module"
    if issubclass(kind, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType,
                         types.WrapperDescriptorType, types.MethodWrapperType, types.ClassMethodDescriptorType)):
        return "function"
    return otherwise


def _imports(imported: "re.Match[str]") -> Tuple[str, Iterable[Tuple[str, str]]]:
    package, name = imported["package"], imported["name"]
    if package is None:
        parent, _, prefix = name.rpartition(".")
        return prefix, [(found, "module") for found in _modules(parent)]
    loaded = sys.modules.get(package)
    members = list(_attributes(loaded)) if loaded is not None else []
    return name, [*members, *((found, "module") for found in _modules(package))]


def _modules(package: str) -> Iterator[str]:
    """The modules in a package, or all that stand on their own. A package that is not loaded is found, not loaded."""
    if not package:
        yield from sys.builtin_module_names
        path = None
    else:
        path = _path_of(package)
        if path is None:
            return
    for module in pkgutil.iter_modules(path):
        yield module.name


def _path_of(package: str) -> Any:
    loaded = sys.modules.get(package)
    if loaded is not None:
        return list(getattr(loaded, "__path__", None) or []) or None
    path: Any = None
    for name in package.split("."):
        found = next((finder.find_spec(name) for finder, each, is_package in pkgutil.iter_modules(path)
                      if each == name and is_package), None)
        path = found and list(found.submodule_search_locations or [])
        if not path:
            return None
    return path


def _in_text(before: str) -> bool:
    """Whether the place is inside a string or a comment."""
    line = before[before.rfind("\n") + 1:]
    quote, position = "", 0
    while position < len(line):
        character = line[position]
        if quote:
            if character == "\\":
                position += 1
            elif line.startswith(quote, position):
                position += len(quote) - 1
                quote = ""
        elif character == "#":
            return True
        elif character in "\"'":
            quote = line[position:position + 3] if line.startswith(character * 3, position) else character
            position += len(quote) - 1
        position += 1
    return bool(quote)
