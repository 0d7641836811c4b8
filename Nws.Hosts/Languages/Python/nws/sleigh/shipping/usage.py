"""Which variables a function uses."""

import dis
import functools
import types
from typing import Any, Dict, FrozenSet, Iterator, NamedTuple

_READ = frozenset(["LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"])
_ASSIGNED = frozenset(["STORE_GLOBAL", "DELETE_GLOBAL"])


class Usage(NamedTuple):
    """The names in compiled code, that of the functions inside it included."""

    globals: FrozenSet[str]
    """Global variables, read or assigned."""
    assigned: FrozenSet[str]
    """Global variables that are assigned or deleted."""
    names: FrozenSet[str]
    """All these, and attributes."""


@functools.lru_cache(maxsize=1024)
def usage_of(code: types.CodeType) -> Usage:
    """The names that code uses."""
    instructions = list(dis.get_instructions(code))
    read = {each.argval for each in instructions if each.opname in _READ}
    assigned = {each.argval for each in instructions if each.opname in _ASSIGNED}
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            inner = usage_of(constant)
            read |= inner.globals
            assigned |= inner.assigned
            names |= inner.names
    return Usage(frozenset(read | assigned), frozenset(assigned), frozenset(names))


def captured_globals(fun: types.FunctionType) -> Dict[str, Any]:
    """The global variables that a function uses, as far as they are there."""
    names = sorted(usage_of(fun.__code__).globals & fun.__globals__.keys())
    return {name: fun.__globals__[name] for name in names}


def captured_variables(fun: types.FunctionType) -> Dict[str, Any]:
    """The variables of the functions around a function that it uses, as far as they have a value."""
    return dict(_contents(fun))


def _contents(fun: types.FunctionType) -> Iterator[Any]:
    for name, cell in zip(fun.__code__.co_freevars, fun.__closure__ or ()):
        try:
            yield name, cell.cell_contents
        except ValueError:
            pass  # it has no value yet
