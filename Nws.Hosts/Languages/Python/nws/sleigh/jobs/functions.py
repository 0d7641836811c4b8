"""What a job runs: code, and how to run it."""

from typing import Any, Optional, Tuple

from nws.kernel.compiled import CodeCache
from nws.sleigh import shipping
from nws.sleigh.exceptions import SleighIllegalValueException

TYPES = ("eval", "define", "invoke")


def as_code(fun: Any, type: Optional[str], language: str) -> Tuple[str, str]:
    """The type and the code of a job: text as it is, a function by its name or by value."""
    if type is not None and type not in TYPES:
        raise SleighIllegalValueException(f"the type of a task is one of {', '.join(TYPES)}, not {type!r}")
    if isinstance(fun, str):
        _check_syntax(fun, language)
        return type or "eval", fun
    if not callable(fun):
        raise SleighIllegalValueException(f"neither a function nor code: {fun!r}")
    if language != "python":
        raise SleighIllegalValueException(f"a Python function cannot run in {language}; give the code as text")
    if type == "eval":
        raise SleighIllegalValueException("a function is invoked or defined; 'eval' takes code as text")
    if type == "define":
        return type, shipping.definition(fun)
    return "invoke", shipping.by_name_or_value(fun)


def check_sandbox(type: str, language: str) -> None:
    """Refuse what the sandbox of a worker does not run."""
    if language != "javascript":
        raise SleighIllegalValueException(f"the sandbox runs JavaScript only, not {language}")
    if type == "define":
        raise SleighIllegalValueException("the sandbox keeps no definitions: every task begins anew")


def _check_syntax(code: str, language: str) -> None:
    if language == "python":
        try:
            CodeCache().compile(code)
        except (SyntaxError, ValueError) as error:
            raise SleighIllegalValueException(f"not Python: {error}") from None
