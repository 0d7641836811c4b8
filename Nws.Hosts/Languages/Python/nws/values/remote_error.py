"""Errors as values."""

from typing import Any, Callable, Dict, List, Optional


_LONGEST_CHAIN = 32


class RemoteError(Exception):
    """An error that happened elsewhere, maybe in another language."""

    def __init__(self, type: str, message: str, stack: str = "", language: str = "python",
                 cause: "Optional[RemoteError]" = None) -> None:
        super().__init__(message)
        self.type = type
        self.message = message
        self.stack = stack
        self.language = language
        self.cause = cause

    @staticmethod
    def from_exception(error: BaseException,
                       stack_of: "Optional[Callable[[BaseException], str]]" = None) -> "RemoteError":
        """The exception with its stack and its causes, the nearest 32; a ``RemoteError`` is returned as it is.

        ``stack_of`` tells an exception's stack, by default all its frames.
        """
        chain: List[BaseException] = []
        while error is not None and not isinstance(error, RemoteError) and len(chain) < _LONGEST_CHAIN:
            chain.append(error)
            error = cause_of(error)
        result = error if isinstance(error, RemoteError) else None
        for link in reversed(chain):
            stack = (stack_of or frames_of)(link)
            result = RemoteError(type(link).__name__, message_of(link), stack, "python", result)
        return result

    @staticmethod
    def from_record(record: Dict[str, Any]) -> "RemoteError":
        """The error of a map with the keys ``type``, ``message``, ``stack``, ``language`` and maybe ``cause``;
        ``ValueError`` if it is no such map."""
        texts = [record.get(key, "") for key in ("type", "message", "stack", "language")]
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("an error whose type, message, stack and language are not text")
        cause = record.get("cause")
        if isinstance(cause, dict):
            cause = RemoteError.from_record(cause)
        if not isinstance(cause, (RemoteError, type(None))):
            raise ValueError("an error whose cause is not an error")
        return RemoteError(*texts, cause)

    def to_record(self) -> Dict[str, Any]:
        """The error as a map, its causes as maps inside it."""
        record = {"type": self.type, "message": self.message, "stack": self.stack, "language": self.language}
        if self.cause is not None:
            record["cause"] = self.cause.to_record()
        return record

    def describe(self) -> str:
        """The error in full: what, where, and the same of its causes."""
        parts = [str(self)]
        link: Optional[RemoteError] = self
        while link is not None:
            if link is not self:
                parts.append(f"Caused by {link} ({link.language})")
            if link.stack:
                parts.append(link.stack.rstrip())
            link = link.cause
        return "\n".join(parts)

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type

    def __repr__(self) -> str:
        return f"RemoteError({self.type!r}, {self.message!r}, language={self.language!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RemoteError):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def _content(self) -> tuple:
        return self.type, self.message, self.stack, self.language, self.cause

    def __reduce__(self) -> tuple:
        return RemoteError, self._content()


class BriefError(Exception):
    """An exception that prints more than its first argument, which alone is its message."""


def frames_of(error: BaseException) -> str:
    """The frames the exception passed through, the innermost last."""
    import traceback  # only who needs it has to load it
    return "".join(traceback.format_tb(error.__traceback__))


def cause_of(error: BaseException) -> Optional[BaseException]:
    """The exception that Python would print above this one."""
    if error.__cause__ is not None or error.__suppress_context__:
        return error.__cause__
    return error.__context__


def message_of(error: BaseException) -> str:
    """The exception's text, also if its ``__str__`` fails. What its cause tells is left to the cause."""
    try:
        return error.args[0] if isinstance(error, BriefError) else str(error)
    except Exception as failure:
        return f"<no text: its __str__ raised {type(failure).__name__}>"
