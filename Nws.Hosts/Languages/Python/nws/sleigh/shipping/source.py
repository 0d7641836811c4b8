"""The source of functions, for kernels whose Python cannot run the code compiled here."""

import ast
import dis
import functools
import inspect
import types
from typing import Any, List, Optional, Tuple

from nws.kernel.shipped import code_from

Source = Tuple[str, int, str]


@functools.lru_cache(maxsize=256)
def source_of(code: types.CodeType) -> Optional[Source]:
    """Text, its first line and its file, from which ``code_from`` makes the code; None if it is not to be found."""
    try:
        return _source_of_lambda(code) if code.co_name == "<lambda>" else _source_of_definition(code)
    except (OSError, TypeError, ValueError, SyntaxError, RecursionError):
        return None  # typed at a prompt, edited since, or made by a program


def _source_of_definition(code: types.CodeType) -> Optional[Source]:
    lines, line = inspect.getsourcelines(code)
    text = "".join(lines)
    source = ("if 1:\n" + text, line - 1, code.co_filename) if text[:1].isspace() else (text, line, code.co_filename)
    return source if _alike(_compiled(source, code), code) else None


def _source_of_lambda(code: types.CodeType) -> Optional[Source]:
    """The only lambda in its line that is like it; if there are several, the one that does the same."""
    lines, _ = inspect.findsource(code)
    text = "".join(lines)
    found: List[Source] = [(f"({ast.get_source_segment(text, node)})", node.lineno, code.co_filename)
                           for node in ast.walk(ast.parse(text))
                           if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno]
    found = [source for source in found if _alike(_compiled(source, code), code)]
    if len(found) > 1:
        found = [source for source in found if _steps(_compiled(source, code)) == _steps(code)]
    return found[0] if found else None


def _compiled(source: Source, code: types.CodeType) -> types.CodeType:
    return code_from(*source, code.co_name, code.co_freevars)


def _alike(one: Any, other: Any) -> bool:
    """Whether code uses the same names and constants. What it does with them may be compiled in several ways."""
    if isinstance(one, types.CodeType) and isinstance(other, types.CodeType):
        return (_names(one) == _names(other) and len(one.co_consts) == len(other.co_consts)
                and all(map(_alike, one.co_consts, other.co_consts)))
    if isinstance(one, str) and isinstance(other, str) and "<locals>" in one and "<locals>" in other:
        return True  # the long name of a function inside, which tells where it was defined
    return bool(one == other) and type(one) is type(other)


def _names(code: types.CodeType) -> tuple:
    return code.co_name, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars


def _steps(code: types.CodeType) -> List[Any]:
    # Not the bytes: what an interpreter has learned while the code ran stands in them, too.
    inner = [_steps(constant) for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return [[(each.opname, each.arg) for each in dis.get_instructions(code)], inner]
