"""What takes the results of a job as they arrive."""

from typing import Any, List

from nws.sleigh.exceptions import SleighIllegalValueException, SleighTaskException


class Accumulator:
    """A function, or an object with the methods ``result`` and maybe ``error`` and ``value``."""

    def __init__(self, given: Any) -> None:
        self._given = given
        self._result = getattr(given, "result", given)
        self._error = getattr(given, "error", None) if self._result is not given else None
        if not callable(self._result):
            raise SleighIllegalValueException(
                f"an accumulator is a function, or an object with a method 'result', not {given!r}")

    def take(self, values: List[Any], tags: List[int]) -> None:
        """Pass on values with the numbers of their elements; failed ones to ``error`` if there is one."""
        if not callable(self._error):
            self._result(values, tags)
            return
        for receive, wanted in ((self._result, False), (self._error, True)):
            chosen = [pair for pair in zip(values, tags) if isinstance(pair[0], SleighTaskException) is wanted]
            if chosen:
                receive([value for value, _ in chosen], [tag for _, tag in chosen])

    def value(self) -> Any:
        """What it has made of all: that of its method ``value``, else None."""
        value = getattr(self._given, "value", None) if self._result is not self._given else None
        return value() if callable(value) else None
