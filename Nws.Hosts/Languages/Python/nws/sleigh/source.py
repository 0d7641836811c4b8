"""Functions as source, with the imports and functions of their module that they use."""

import ast
import inspect
import sys
import textwrap
import types
from typing import Any, Dict, Iterator, Set

from nws.kernel import marshalled
from nws.sleigh.exceptions import SleighIllegalValueException
from nws.sleigh.names import module_and_name


def source_of(fun: Any) -> str:
    """Code whose last statement is the function. ``SleighIllegalValueException`` if there cannot be any."""
    if isinstance(fun, types.MethodType):
        raise SleighIllegalValueException(f"a method bound to an object cannot travel; make it a function: {fun!r}")
    if not isinstance(fun, types.FunctionType):
        raise SleighIllegalValueException(f"only functions, and what can be imported by name, can travel: {fun!r}")
    statements: Dict[str, str] = {}
    _add_globals(fun, statements, {fun})
    return "\n".join([*statements.values(), _text_of(fun)])


def _add_globals(fun: types.FunctionType, statements: Dict[str, str], seen: Set[types.FunctionType]) -> None:
    """Add the statements that make the globals a function uses, as far as they are modules, functions or classes."""
    if fun.__closure__:
        names = ", ".join(fun.__code__.co_freevars)
        raise SleighIllegalValueException(
            f"function {fun.__name__} uses {names} of the function around it, which cannot travel; pass it as argument")
    used = set(_names_in(fun.__code__))
    for name in sorted(used & fun.__globals__.keys()):
        value = fun.__globals__[name]
        if isinstance(value, types.ModuleType):
            statements[name] = _import_of(name, value, used)
        elif isinstance(value, types.FunctionType) and value.__module__ == fun.__module__:
            if value not in seen:
                seen.add(value)
                _add_globals(value, statements, seen)
                statements[name] = _text_of(value)
        elif callable(value):
            module, inner = module_and_name(value)
            if module and "." not in inner:
                statements[name] = f"from {module} import {inner} as {name}"


def _import_of(name: str, module: types.ModuleType, used: Set[str]) -> str:
    """The import of a module, and of the modules inside it that may be meant by the names that follow its own."""
    path = module.__name__
    imports = [f"import {path}" if path == name else f"import {path} as {name}"]
    paths = [path]
    for outer in paths:
        paths += sorted(f"{outer}.{part}" for part in used if f"{outer}.{part}" in sys.modules)
    return "\n".join(imports + [f"import {inner}" for inner in paths[1:]])


def _names_in(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names_in(constant)


def _text_of(fun: types.FunctionType) -> str:
    """The function's source; where there is none, as in an interactive session, its compiled code."""
    try:
        if fun.__name__ == "<lambda>":
            return _lambda_text(fun)
        return textwrap.dedent(inspect.getsource(fun))
    except (OSError, SyntaxError):
        pass
    try:
        return marshalled.dump(fun)
    except ValueError:
        raise SleighIllegalValueException(f"the source of {fun.__name__} cannot be found; give it as text") from None


def _lambda_text(fun: types.FunctionType) -> str:
    lines, _ = inspect.findsource(fun)
    text = "".join(lines)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Lambda) and node.lineno == fun.__code__.co_firstlineno:
            segment = f"({ast.get_source_segment(text, node)})"
            if _same_code(compile(segment, "", "eval").co_consts[0], fun.__code__):
                return segment
    raise OSError("the lambda is not where it was compiled from")


def _same_code(one: Any, other: Any) -> bool:
    if not (isinstance(one, types.CodeType) and isinstance(other, types.CodeType)):
        return bool(one == other) and type(one) is type(other)
    return ((one.co_code, one.co_names, one.co_varnames) == (other.co_code, other.co_names, other.co_varnames)
            and len(one.co_consts) == len(other.co_consts) and all(map(_same_code, one.co_consts, other.co_consts)))
