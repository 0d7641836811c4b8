"""How the tasks of one call are to run."""

import re
from typing import Any, Dict, List, NamedTuple, Optional, Sequence

from nws.sleigh.exceptions import SleighIllegalValueException
from nws.sleigh.jobs.functions import as_code, check_sandbox

_TAG = re.compile(r"[A-Za-z0-9_.-]+")
_PRIORITIES = range(-1000, 1001)
_NO_ARGUMENTS: List[Any] = []


class TaskOptions(NamedTuple):
    """What the workers are told of a job, beside its elements; the names are those of ``eachElem``."""

    type: Optional[str] = None
    language: str = "python"
    fixedArgs: Any = _NO_ARGUMENTS
    argPermute: Optional[Sequence[int]] = None
    sandbox: bool = False
    timeLimit: Optional[float] = None
    rngSeed: Optional[int] = None
    tags: Sequence[str] = ()
    priority: int = 0

    def record(self, fun: Any) -> Dict[str, Any]:
        """The record of a job that runs a function or code; ``SleighIllegalValueException`` if it cannot."""
        kind, code = as_code(fun, self.type, self.language)
        record = {"language": self.language, "type": kind, "code": code, "fixed": fixed(self.fixedArgs),
                  "permute": permutation(self.argPermute)}
        if self.sandbox:
            check_sandbox(kind, self.language)
            record["sandbox"] = True
        _check_priority(self.priority)
        optional = {"limit": _limit(self.timeLimit), "seed": _seed(self.rngSeed), "tags": self.worker_tags() or None}
        record.update((key, value) for key, value in optional.items() if value is not None)
        return record

    def worker_tags(self) -> List[str]:
        """The tags that a worker has to have, sorted."""
        return checked_tags(self.tags)


def fixed(fixedArgs: Any) -> List[Any]:
    """The arguments that are the same for all elements; anything but a list is one argument."""
    return fixedArgs if isinstance(fixedArgs, list) else [fixedArgs]


def permutation(argPermute: Optional[Sequence[int]]) -> Optional[List[int]]:
    """The positions of the arguments to pass; None passes them as they are."""
    if argPermute is None:
        return None
    positions = list(argPermute)
    if not all(isinstance(position, int) and position >= 0 for position in positions):
        raise SleighIllegalValueException(f"argPermute is a list of positions from 0, not {positions!r}")
    return positions


def checked_tags(tags: Sequence[str]) -> List[str]:
    """Tags, each once and sorted."""
    given = [tags] if isinstance(tags, str) else list(tags)
    for tag in given:
        if not (isinstance(tag, str) and _TAG.fullmatch(tag)):
            raise SleighIllegalValueException(f"a tag is made of letters, digits and any of _.-, not {tag!r}")
    return sorted(set(given))


def _limit(timeLimit: Optional[float]) -> Optional[float]:
    if timeLimit is None:
        return None
    if isinstance(timeLimit, bool) or not isinstance(timeLimit, (int, float)) or not 0 < timeLimit < float("inf"):
        raise SleighIllegalValueException(f"timeLimit is a number of seconds, more than 0, not {timeLimit!r}")
    return float(timeLimit)


def _seed(rngSeed: Optional[int]) -> Optional[int]:
    if rngSeed is None:
        return None
    if isinstance(rngSeed, bool) or not isinstance(rngSeed, int) or not -1 << 63 <= rngSeed < 1 << 64:
        raise SleighIllegalValueException(f"rngSeed is a whole number of 64 bits, not {rngSeed!r}")
    return rngSeed


def _check_priority(priority: int) -> None:
    if isinstance(priority, bool) or not isinstance(priority, int) or priority not in _PRIORITIES:
        raise SleighIllegalValueException(f"priority is a whole number from -1000 to 1000, not {priority!r}")
