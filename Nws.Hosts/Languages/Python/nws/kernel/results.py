"""What the host gets of a task: its value or its failure, encoded."""

from typing import Any

from nws.exceptions import NwsValueError
from nws.kernel import failures
from nws.values import encode


def encode_result(value: Any) -> bytes:
    """The value; ``NwsValueError`` if it cannot travel."""
    try:
        return encode(value)
    except NwsValueError as error:
        raise NwsValueError(f"the result cannot be returned: {error}") from None


def encode_failure(error: BaseException) -> bytes:
    """The error record."""
    try:
        return encode(failures.describe(error))
    except Exception as fault:  # an exception may be made so that it cannot be described
        fault.__cause__ = fault.__context__ = None
        return encode(failures.describe(fault))
