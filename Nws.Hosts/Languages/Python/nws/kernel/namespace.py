"""Where tasks run: one namespace per kernel, in which assignments persist."""

import builtins
import importlib
import keyword
import re
import sys
import types
from typing import Any, Callable, List

from nws.kernel.compiled import CodeCache, Compiled

NEVER_AWAITABLE = frozenset((type(None), bool, int, float, str, bytes, list, tuple, dict, set))
_DOTTED_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


class Namespace:
    """Runs code. Its names are those of the module ``__main__``, so that what tasks define can be found there."""

    def __init__(self) -> None:
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        self.names = vars(module)
        self._cache = CodeCache()
        self._loop: Any = None

    def evaluate(self, code: str, arguments: List[Any]) -> Any:
        """The value of an expression, or of statements (``SleighValue`` if they set it, else that of the last one)."""
        return self._evaluate(self._cache.compile(code), arguments)

    def _evaluate(self, compiled: Compiled, arguments: List[Any]) -> Any:
        self.names["SleighArguments"] = arguments
        if compiled.sets_result:
            self.names.pop("SleighValue", None)
        value = self._run(compiled)
        if compiled.sets_result and compiled.statements is not None:
            return self.names.get("SleighValue", value)
        return value

    def define(self, code: str) -> None:
        """Run definitions."""
        self._run(self._cache.compile(code))

    def invoke(self, code: str, arguments: List[Any]) -> Any:
        """Call the function that ``code`` names, is or defines, and await what it returns if that can be awaited."""
        return self.settle(self._function(code.strip())(*arguments))

    def function(self, kind: str, code: str) -> Callable[..., Any]:
        """What a map of that kind, ``evaluate`` or ``invoke``, calls with the arguments of each element."""
        if kind == "invoke":
            return self._function(code.strip())
        if kind != "evaluate":
            raise ValueError(f"a map is of type 'evaluate' or 'invoke', not {kind!r}")
        compiled = self._cache.compile(code)
        return lambda *arguments: self._evaluate(compiled, list(arguments))

    def set(self, name: str, value: Any) -> None:
        """Make a variable."""
        self.names[_checked(name)] = value

    def unset(self, name: str) -> None:
        """Take a variable away, if there is one."""
        self.names.pop(_checked(name), None)

    def _function(self, code: str) -> Callable[..., Any]:
        function = self._named(code) if _DOTTED_NAME.fullmatch(code) else self._expressed(code)
        if not callable(function):
            raise TypeError(f"not a function: {code}")
        return function

    def _named(self, name: str) -> Any:
        first, *rest = name.split(".")
        for scope in (self.names, vars(builtins)):
            if first in scope:
                return _attribute(scope[first], rest)
        if not rest:
            raise NameError(f"no function {name!r} has been defined")
        return _imported(first, rest)

    def _expressed(self, code: str) -> Any:
        compiled = self._cache.compile(code)
        value = self._run(compiled)
        return self.names[compiled.defined] if compiled.defined is not None else value

    def _run(self, compiled: Compiled) -> Any:
        if compiled.statements is not None:
            self.settle(eval(compiled.statements, self.names))
        return None if compiled.expression is None else self.settle(eval(compiled.expression, self.names))

    def settle(self, value: Any) -> Any:
        """The value, awaited if it can be. One event loop serves all tasks, so what they make for it stays usable."""
        if type(value) in NEVER_AWAITABLE:
            return value
        import inspect  # only who needs it has to load it
        if not inspect.isawaitable(value):
            return value
        import asyncio  # takes longer to load than all the rest of the kernel
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        task = self._loop.create_task(_await(value))
        try:
            return self._loop.run_until_complete(task)
        finally:
            if not task.done():  # interrupted
                task.cancel()
                self._loop.run_until_complete(asyncio.wait([task], timeout=1))


def _checked(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} cannot be the name of a variable of Python")
    return name


async def _await(value: Any) -> Any:
    return await value


def _attribute(owner: Any, names: List[str]) -> Any:
    for name in names:
        owner = getattr(owner, name)
    return owner


def _imported(first: str, rest: List[str]) -> Any:
    path, found = first, importlib.import_module(first)
    for name in rest:
        path = f"{path}.{name}"
        if not hasattr(found, name) and hasattr(found, "__path__"):
            importlib.import_module(path)
        found = getattr(found, name)
    return found
