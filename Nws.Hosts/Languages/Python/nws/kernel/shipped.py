"""Functions that came by value, rebuilt from what ``nws.sleigh.shipping`` wrote.

What a function is made of comes as a pickle whose instructions are the functions of this module. It is unpickled here
only: in the kernel, the process that runs the master's code anyway.

Functions of one name space of the master have one here too. Names that they use and did not bring along are those of
the kernel (``SleighRank``, what tasks have defined). Functions that assign to global variables run in the name space of
the kernel itself, so that what they assign stays there for later tasks.
"""

import ast
import base64
import functools
import importlib
import io
import marshal
import pickle
import sys
import types
from collections import OrderedDict
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

VERSION = str(sys.implementation.cache_tag)
"""The Python whose compiled code runs here."""

SLEIGH_NAMES = frozenset(["SleighRank", "SleighWorkerCount", "SleighNws", "SleighUserNws"])
"""What tasks see of their Sleigh."""

_CAPACITY = 64
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class ScopeFacts(NamedTuple):
    """A name space of the master."""

    module: str
    """The value of ``__name__`` there."""
    shared: bool
    """Whether it is that of the kernel."""
    wanted: Tuple[str, ...]
    """The names that are looked for in the kernel's."""


def load(names: Dict[str, Any], data: str) -> Any:
    """The object shipped as ``data``, made once; ``names`` is the name space of the kernel."""
    key = id(names), data
    cargo = _CARGOES.get(key)
    if cargo is None:
        cargo = _CARGOES[key] = _Cargo(base64.b64decode(data), names)
        if len(_CARGOES) > _CAPACITY:
            _CARGOES.popitem(last=False)
    else:
        _CARGOES.move_to_end(key)
    cargo.look_around()
    return cargo.content


def named(names: Dict[str, Any], module: str, name: str) -> Any:
    """A function of a module, which gets the names of the Sleigh for it; ``names`` is the name space of the kernel."""
    found = importlib.import_module(module)
    vars(found).update({each: names[each] for each in SLEIGH_NAMES if each in names})
    for part in name.split("."):
        found = getattr(found, part)
    return found


class _Cargo:
    """What was shipped in one piece, and the name spaces made for it."""

    def __init__(self, data: bytes, names: Dict[str, Any]) -> None:
        self._names = names  # held, so that no other name space gets its id
        self._private: List[Tuple[Dict[str, Any], Tuple[str, ...]]] = []
        stream = io.BytesIO(data)
        version, facts = pickle.load(stream)
        self._facts = [ScopeFacts(*fields) for fields in facts]
        try:
            self.content = _Loader(stream, self._scope).load()
        except (AttributeError, TypeError, ValueError) as error:
            if version == VERSION:
                raise
            raise RuntimeError(f"what {version} has sent, {VERSION} cannot load: {error}") from error

    def look_around(self) -> None:
        """See what the kernel's names mean now."""
        for scope, wanted in self._private:
            for name in wanted:
                if name in self._names:
                    scope[name] = self._names[name]
                else:
                    scope.pop(name, None)

    def _scope(self, number: int) -> Dict[str, Any]:
        facts = self._facts[number]
        if facts.shared:
            return self._names
        made = {"__builtins__": __builtins__, "__name__": facts.module}
        self._private.append((made, facts.wanted))
        return made


class _Loader(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, scope: Callable[[int], Dict[str, Any]]) -> None:
        super().__init__(stream)
        self._scope = scope

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, scope.__name__):
            return self._scope
        return super().find_class(module, name)


_CARGOES: "OrderedDict[Tuple[int, str], _Cargo]" = OrderedDict()


def scope(number: int) -> Dict[str, Any]:
    """A name space, by its number in the cargo. The loader knows which; by itself there is none."""
    raise LookupError(f"name space {number} belongs to no cargo")


def code(version: str, data: bytes, name: str, free: Sequence[str], source: Optional[Tuple[str, int, str]]) \
        -> types.CodeType:
    """Compiled code: as it is for the same version of Python, for another from its source (text, line, file)."""
    if version == VERSION:
        return marshal.loads(data)
    if source is None:
        raise RuntimeError(f"function {name} was compiled by {version}, which {VERSION} cannot run, and it came "
                           "without its source; put it into a module or a file")
    return code_from(*source, name, free)


def code_from(text: str, line: int, file: str, name: str, free: Sequence[str]) -> types.CodeType:
    """The code of the function whose source is ``text``, which starts in a line of a file.

    ``free`` are the variables that it takes from a function around it. ``ValueError`` if there is no such function.
    """
    tree = ast.parse(text)
    node = next((each for each in ast.walk(tree) if isinstance(each, _DEFINITIONS)), None)
    if node is None:
        raise ValueError(f"there is no function in {text!r}")
    _reduce_to_body(node)
    # So that a function that calls itself finds itself where it did before.
    place = "pass" if name in free or isinstance(node, ast.Lambda) else f"global {name}"
    outer = ast.parse(f"def outer({', '.join(free)}): {place}")
    outer.body[0].body.append(ast.Expr(node) if isinstance(node, ast.Lambda) else node)  # type: ignore[attr-defined]
    ast.increment_lineno(outer, line - 1)
    compiled = compile(ast.fix_missing_locations(outer), file, "exec", dont_inherit=True)
    return _code_in(_code_in(compiled, "outer"), name)


def _reduce_to_body(node: Any) -> None:
    """Drop what makes other code: defaults, decorators and annotations have done their work already."""
    arguments = node.args
    arguments.defaults = []
    arguments.kw_defaults = [None] * len(arguments.kwonlyargs)
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    for argument in filter(None, every):
        argument.annotation = None
    if not isinstance(node, ast.Lambda):
        node.decorator_list = []
        node.returns = None


def _code_in(outer: types.CodeType, name: str) -> types.CodeType:
    for constant in outer.co_consts:
        if isinstance(constant, types.CodeType) and constant.co_name == name:
            return constant
    raise ValueError(f"there is no function {name}")


def function(code: types.CodeType, scope: Dict[str, Any], cells: Dict[str, types.CellType]) -> types.FunctionType:
    """A function that ``fill_function`` completes."""
    return types.FunctionType(code, scope, code.co_name, None, tuple(cells[name] for name in code.co_freevars))


def fill_function(fun: types.FunctionType, state: Dict[str, Any]) -> None:
    """Give a function what may refer to it: globals, captured variables, defaults."""
    for module in state.pop("imports"):
        importlib.import_module(module)
    fun.__globals__.update(state.pop("globals"))
    for cell, content in state.pop("cells"):
        cell.cell_contents = content
    vars(fun).update(state.pop("attributes"))
    for name, value in state.items():
        setattr(fun, name, value)


def cell() -> types.CellType:
    """A variable shared between functions, without a value yet."""
    return types.CellType()


def new_class(metaclass: type, name: str, bases: Tuple[type, ...], first: Dict[str, Any]) -> type:
    """A class that ``fill_class`` completes; ``first`` is what it needs to be made."""
    return types.new_class(name, bases, {"metaclass": metaclass}, lambda attributes: attributes.update(first))


def fill_class(made: type, attributes: Dict[str, Any]) -> None:
    """Give a class what may refer to it: its methods and attributes."""
    for name, value in attributes.items():
        type.__setattr__(made, name, value)


def new_enum(metaclass: Any, name: str, bases: Tuple[type, ...], first: Dict[str, Any],
             members: Dict[str, Any]) -> type:
    """An enumeration that ``fill_enum`` completes."""
    attributes = metaclass.__prepare__(name, bases)
    for key, value in [*first.items(), *members.items()]:
        attributes[key] = value
    return metaclass(name, bases, attributes)


def fill_enum(made: Any, state: Tuple[Dict[str, Any], Dict[str, Dict[str, Any]]]) -> None:
    """Give an enumeration its methods, and its members what ``__init__`` gave them."""
    attributes, details = state
    fill_class(made, attributes)
    for name, values in details.items():
        vars(made[name]).update(values)


def cached(fun: Callable[..., Any], size: Optional[int], typed: bool) -> Callable[..., Any]:
    """A function under ``functools.lru_cache``, with an empty cache."""
    return functools.lru_cache(size, typed)(fun)
