"""Pickling what ``pickle`` takes by name only: functions and classes of the main program, with all they use."""

import dataclasses
import enum
import functools
import importlib
import io
import marshal
import pickle
import sys
import types
import typing
from typing import Any, Callable, Dict, List, Set

from nws.kernel import shipped
from nws.kernel.shipped import ScopeFacts
from nws.sleigh.shipping import classes
from nws.sleigh.shipping.names import importable_name
from nws.sleigh.shipping.source import source_of
from nws.sleigh.shipping.usage import captured_globals, usage_of

PROTOCOL = 4
"""That of pickle: the newest that all versions of Python from 3.8 on write by themselves."""

# Objects that exist once, but do not know where: marks of dataclasses, types of Python's inner life, and one whose name
# is another in newer versions.
_SINGLES = {id(getattr(module, name)): (module, name)
            for module, names in ((types, [name for name in vars(types) if name.endswith("Type")]),
                                  (enum, ["EnumMeta"]),
                                  (dataclasses, ["MISSING", "KW_ONLY", "_FIELD", "_FIELD_CLASSVAR", "_FIELD_INITVAR"]))
            for name in names if hasattr(module, name)}


class Shipper(pickle.Pickler):
    """Writes one object, and tells by ``scopes`` what it needs to be loaded."""

    def __init__(self, stream: io.BytesIO, shared: "Dict[str, Any] | None" = None) -> None:
        """``shared``: the global variables that are to become the kernel's own."""
        super().__init__(stream, PROTOCOL)
        self._shared = shared
        self._scopes: Dict[int, _Scope] = {}
        self._announced: Set[int] = set()

    @property
    def scopes(self) -> List[ScopeFacts]:
        """The name spaces of what has been written."""
        return [scope.facts() for scope in self._scopes.values()]

    def reducer_override(self, thing: Any) -> Any:
        """How to make the thing; ``NotImplemented`` leaves it to pickle."""
        if id(thing) in _SINGLES:
            return getattr, _SINGLES[id(thing)]
        if isinstance(thing, type):
            return NotImplemented if _by_name(thing) else classes.reduce(thing)
        reduce = _REDUCTIONS.get(type(thing))
        return NotImplemented if reduce is None else reduce(self, thing)

    def _function(self, fun: types.FunctionType) -> Any:
        if importable_name(fun):
            return NotImplemented
        scope = self._scope_of(fun)
        free = fun.__code__.co_freevars
        cells = dict(zip(free, fun.__closure__ or ()))
        state = {"imports": _submodules(fun), "globals": scope.add(fun), "cells": self._contents(cells.values()),
                 "attributes": dict(vars(fun)), "__defaults__": fun.__defaults__,
                 "__kwdefaults__": fun.__kwdefaults__, "__name__": fun.__name__, "__qualname__": fun.__qualname__,
                 "__doc__": fun.__doc__, "__module__": "__main__"}
        return shipped.function, (fun.__code__, scope, cells), state, None, None, shipped.fill_function

    def _scope_of(self, fun: types.FunctionType) -> "_Scope":
        names = fun.__globals__
        scope = self._scopes.get(id(names))
        if scope is None:
            scope = self._scopes[id(names)] = _Scope(len(self._scopes), names, names is self._shared)
        return scope

    def _contents(self, cells: Any) -> List[Any]:
        """The values of those variables that have one and whose values are not on their way already."""
        contents = []
        for cell in cells:
            if id(cell) not in self._announced:
                self._announced.add(id(cell))
                try:
                    contents.append((cell, cell.cell_contents))
                except ValueError:
                    pass  # it has no value yet
        return contents

    def _module(self, module: types.ModuleType) -> Any:
        name = module.__name__
        if sys.modules.get(name) is not module:
            raise pickle.PicklingError(f"module {name} cannot be imported by its name")
        return importlib.import_module, (name,)


class _Scope:
    """The global variables of functions, as far as these use them."""

    def __init__(self, number: int, names: Dict[str, Any], shared: bool) -> None:
        self._number = number
        self._names = names
        self._shared = shared
        self._wanted: Set[str] = set()

    def add(self, fun: types.FunctionType) -> Dict[str, Any]:
        """The variables that a function brings along."""
        usage, captured = usage_of(fun.__code__), captured_globals(fun)
        self._shared = self._shared or bool(usage.assigned)
        self._wanted |= usage.globals - captured.keys()
        return captured

    def facts(self) -> ScopeFacts:
        return ScopeFacts(str(self._names.get("__name__", "__main__")), self._shared, tuple(sorted(self._wanted)))

    def __reduce__(self) -> Any:
        return shipped.scope, (self._number,)


def _by_name(thing: type) -> bool:
    """Whether a class is found by its name, or is none that a program has made."""
    is_made_here = thing.__flags__ & 1 << 9  # a "heap type"; the others are part of Python and its libraries
    return not is_made_here or bool(importable_name(thing))


def _submodules(fun: types.FunctionType) -> List[str]:
    """The modules inside the modules a function uses that may be meant by the names in it."""
    found, names = [], usage_of(fun.__code__).names
    modules = [value for value in captured_globals(fun).values() if isinstance(value, types.ModuleType)]
    for outer in [module.__name__ for module in modules]:
        paths = [outer]
        for path in paths:
            paths += sorted(f"{path}.{name}" for name in names if f"{path}.{name}" in sys.modules)
        found += paths[1:]
    return found


def _code(code: types.CodeType) -> Any:
    return shipped.code, (shipped.VERSION, marshal.dumps(code), code.co_name, code.co_freevars, source_of(code))


def _cached(shipper: Shipper, fun: Any) -> Any:
    if importable_name(fun):
        return NotImplemented
    parameters = getattr(fun, "cache_parameters", dict)()  # since Python 3.9
    return shipped.cached, (fun.__wrapped__, fun.cache_info().maxsize, parameters.get("typed", False))


def _method(shipper: Shipper, method: types.MethodType) -> Any:
    if importable_name(method):
        return NotImplemented
    return types.MethodType, (method.__func__, method.__self__)


def _type_variable(shipper: Shipper, variable: Any) -> Any:
    if getattr(sys.modules.get(variable.__module__), variable.__name__, None) is variable \
            and variable.__module__ != "__main__":
        return NotImplemented
    return typing.TypeVar, (variable.__name__, *variable.__constraints__)


_REDUCTIONS: Dict[type, Callable[[Shipper, Any], Any]] = {
    types.FunctionType: Shipper._function,
    types.ModuleType: Shipper._module,
    types.CodeType: lambda shipper, code: _code(code),
    types.CellType: lambda shipper, cell: (shipped.cell, ()),
    types.MethodType: _method,
    types.MappingProxyType: lambda shipper, proxy: (types.MappingProxyType, (dict(proxy),)),
    property: lambda shipper, each: (property, (each.fget, each.fset, each.fdel, each.__doc__)),
    staticmethod: lambda shipper, each: (staticmethod, (each.__func__,)),
    classmethod: lambda shipper, each: (classmethod, (each.__func__,)),
    typing.TypeVar: _type_variable,
    type(functools.lru_cache()(id)): _cached,
}
