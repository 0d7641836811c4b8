"""What tasks print, told live to the program that submitted them."""

import sys
import threading
from typing import Any, Callable, Dict, Iterable, NamedTuple, Optional, Union

from nws.client import NetWorkSpace, NwsValueIterator


class SleighOutput(NamedTuple):
    """What the function given as ``output`` is told."""

    rank: int
    """The worker it was printed on."""
    job: int
    """The number of the call among those of the Sleigh."""
    tag: Optional[int]
    """The number of the element that printed it; None outside of elements."""
    attempt: int
    """How many times its task had been started, this time included: what a lost worker printed may come twice."""
    stream: str
    """``stdout`` or ``stderr``."""
    text: str
    """The text: one or more lines, or a part of a line."""


Tell = Callable[[SleighOutput], Any]


class OutputWatch:
    """Reads what workers keep in ``output@R``, and passes it on to those calls that want it.

    Workers store what a task printed before its result, so all of it is there when the last result is. It stays there
    for others to see; workers bound how much.
    """

    def __init__(self, workspace: NetWorkSpace) -> None:
        self._workspace = workspace
        self._listeners: Dict[int, Tell] = {}
        self._records: Dict[int, NwsValueIterator] = {}
        self._lock = threading.Lock()

    def listen(self, job: int, output: Union[bool, None, Tell]) -> None:
        """Pass on what the tasks of a job print, to a function or (True) to the output and error of this program."""
        if output:
            self._listeners[job] = show if output is True else output  # type: ignore[assignment]

    def forget(self, job: int) -> None:
        """Pass on nothing more of a job."""
        self._listeners.pop(job, None)

    def sweep(self, ranks: Iterable[int]) -> None:
        """Pass on what the workers of some ranks have kept since the last time."""
        if not self._listeners:
            return
        with self._lock:
            for rank in ranks:
                records = self._records.setdefault(rank, self._workspace.ifindTry(f"output@{rank}"))
                records.restart()
                for record in records:
                    self._tell(rank, record)

    def _tell(self, rank: int, record: Dict[str, Any]) -> None:
        tell = self._listeners.get(record["job"])
        if tell is not None:
            tell(SleighOutput(rank, record["job"], record["tag"], record["attempt"], record["stream"], record["text"]))


def show(output: SleighOutput) -> None:
    """Print what a task printed, ``[rank]`` before each line."""
    stream = sys.stderr if output.stream == "stderr" else sys.stdout
    text = output.text[:-1] if output.text.endswith("\n") else output.text
    for line in text.split("\n"):
        print(f"[{output.rank}] {line}", file=stream)
