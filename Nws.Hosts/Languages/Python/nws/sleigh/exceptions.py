"""The exceptions of the Sleigh."""

import contextlib
from typing import Iterator

from nws.exceptions import NwsException, NwsValueError
from nws.values import RemoteError
from nws.values.remote_error import BriefError


class SleighException(Exception):
    """Base of the exceptions of this package."""


class SleighNwsException(SleighException):
    """An operation on the Sleigh's workspaces failed."""


class SleighGatheredException(SleighException):
    """The results have been gathered already."""


class SleighStoppedException(SleighException):
    """The Sleigh has been stopped."""


class SleighOccupiedException(SleighException):
    """The Sleigh is busy. Never raised: a Sleigh takes several jobs at once. Programs that catch it go on working."""


class SleighIllegalValueException(SleighException, ValueError):
    """An argument has a value that is not allowed."""


class SleighScriptException(SleighException):
    """The workers cannot be started."""


class SleighJoinException(SleighException):
    """Not all workers have joined."""


class SleighTaskException(SleighException, BriefError):
    """A task failed. It stands in the list of results, in the place of the task's value.

    ``error`` tells what happened there (``type``, ``message``, ``stack``, ``language``, ``cause``), ``tag`` is the
    number of the element (of the worker, for ``eachWorker``), ``rank`` that of the worker.
    """

    def __init__(self, error: RemoteError, tag: int, rank: int) -> None:
        super().__init__(f"task {tag} failed on worker {rank}: {error}")
        self.__cause__ = error
        self.error = error
        self.tag = tag
        self.rank = rank

    def __reduce__(self) -> tuple:
        return SleighTaskException, (self.error, self.tag, self.rank)

    def __str__(self) -> str:
        return f"task {self.tag} failed on worker {self.rank}: {self.error.describe()}"

    def __repr__(self) -> str:
        return f"<SleighTaskException: task {self.tag} failed on worker {self.rank}: {self.error}>"


@contextlib.contextmanager
def nws_errors() -> Iterator[None]:
    """Raise what goes wrong with the server in the block as ``SleighNwsException``."""
    try:
        yield
    except NwsValueError:
        raise  # an argument of the caller, not the server's
    except NwsException as error:
        raise SleighNwsException(str(error)) from error
