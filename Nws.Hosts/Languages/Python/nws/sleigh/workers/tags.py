"""What workers are told apart by: words such as ``gpu``, which a worker has and a job may want."""

import collections
from typing import Any, Dict, Iterable, List, Sequence

from nws.sleigh.exceptions import SleighIllegalValueException


def fitting(introductions: Dict[int, Dict[str, Any]], tags: Sequence[str]) -> List[int]:
    """The ranks of the workers that have all of the tags."""
    return sorted(rank for rank, worker in introductions.items() if set(tags) <= set(worker.get("tags") or ()))


def missing(introductions: Dict[int, Dict[str, Any]], tags: Sequence[str]) -> SleighIllegalValueException:
    """The error of a job that wants what no worker has."""
    sets = collections.Counter(", ".join(sorted(set(worker.get("tags") or ()))) for worker in introductions.values())
    there = "; ".join(f"{tags} ({_workers(count)})" for tags, count in sorted(sets.items()) if tags)
    wanted = f"the tag '{tags[0]}'" if len(tags) == 1 else f"all of the tags {_listed(tags)}"
    hint = f"the tags there are: {there}" if there else "none has a tag; start some with: nws worker --tag"
    return SleighIllegalValueException(f"none of the {_workers(len(introductions))} has {wanted}; {hint}")


def _listed(tags: Iterable[str]) -> str:
    return ", ".join(f"'{tag}'" for tag in tags)


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"
