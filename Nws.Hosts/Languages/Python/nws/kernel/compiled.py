"""Code compiled once per text."""

import ast
import itertools
import linecache
from collections import OrderedDict
from types import CodeType
from typing import Any, Optional

_CAPACITY = 512
_RESULT_NAME = "SleighValue"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Compiled:
    """A text of code, as statements and the expression that ends it; either may be missing."""

    def __init__(self, text: str, filename: str) -> None:
        self.filename = filename
        tree = _compile(text, filename, "exec", ast.PyCF_ONLY_AST)
        last = tree.body[-1] if tree.body else None
        self.defined: Optional[str] = last.name if isinstance(last, _DEFINITIONS) else None
        """The name of the function or class that the last statement defines."""
        self.sets_result = any(map(_stores_result, ast.walk(tree)))
        """Whether a statement assigns to ``SleighValue``."""
        self.expression: Optional[CodeType] = None
        if isinstance(last, ast.Expr):
            tree.body.pop()
            self.expression = _compile(ast.Expression(last.value), filename, "eval")
        self.statements: Optional[CodeType] = _compile(tree, filename, "exec") if tree.body else None


class CodeCache:
    """Compiled texts, the most recently used ones kept. Tracebacks show their lines."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._compiled: "OrderedDict[str, Compiled]" = OrderedDict()
        self._numbers = itertools.count(1)

    def compile(self, code: str) -> Compiled:
        """The compiled text; ``SyntaxError`` if it is not Python."""
        found = self._compiled.get(code)
        if found is not None:
            self._compiled.move_to_end(code)
            return found
        text = strip_indentation(code)
        filename = f"<task {next(self._numbers)}>"
        # Without a modification time, linecache takes the lines as they are and never looks for a file.
        linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
        try:
            compiled = Compiled(text, filename)
        except (SyntaxError, ValueError):
            del linecache.cache[filename]
            raise
        self._compiled[code] = compiled
        if len(self._compiled) > self._capacity:
            _, oldest = self._compiled.popitem(last=False)
            linecache.cache.pop(oldest.filename, None)
        return compiled


def strip_indentation(code: str) -> str:
    """The code moved to the left margin. Line numbers stay as they are."""
    start = len(code) - len(code.lstrip())
    line_start = code.rfind("\n", 0, start) + 1
    if start == line_start:
        return code
    import textwrap  # only who needs it has to load it
    dedented = textwrap.dedent(code)
    margin = len(dedented) - len(dedented.lstrip())
    return dedented[:dedented.rfind("\n", 0, margin) + 1] + dedented[margin:]


def _stores_result(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == _RESULT_NAME and isinstance(node.ctx, ast.Store)


def _compile(source: Any, filename: str, mode: str, flags: int = 0) -> Any:
    return compile(source, filename, mode, flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
