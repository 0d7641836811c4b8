"""The hosts that a batch system has given to the job that this program runs in, one for each worker to start."""

import os
import re
from typing import Callable, Iterable, Iterator, List, Mapping, Tuple

from nws.sleigh.exceptions import SleighIllegalValueException

_ITEM = re.compile(r"(?:[^,\[\]]|\[[^\]]*\])+")


def batchNodeList() -> List[str]:
    """The hosts of this job of LSF, PBS, Grid Engine or Slurm; ``SleighIllegalValueException`` if this is none."""
    return hosts(os.environ)


def hosts(environment: Mapping[str, str]) -> List[str]:
    """The hosts of a job with such an environment."""
    for variable, read in _SYSTEMS:
        value = environment.get(variable)
        if value:
            return _checked(variable, value, lambda: list(read(value, environment)))  # noqa: B023
    names = ", ".join(variable for variable, _ in _SYSTEMS)
    raise SleighIllegalValueException(
        f"this is no job of a batch system: none of {names} is set; give nodeList the names of the hosts")


def is_batch_job(environment: Mapping[str, str]) -> bool:
    """Whether a batch system has given hosts to this program."""
    return any(environment.get(variable) for variable, _ in _SYSTEMS)


def _checked(variable: str, value: str, read: Callable[[], List[str]]) -> List[str]:
    try:
        found = read()
    except (OSError, ValueError, IndexError) as error:
        raise SleighIllegalValueException(
            f"the hosts of this job cannot be read from {variable}={value}: {error}") from None
    if not found:
        raise SleighIllegalValueException(f"{variable} names no host")
    return found


def _lsf(value: str, _: Mapping[str, str]) -> Iterable[str]:
    return value.split()


def _pbs(path: str, _: Mapping[str, str]) -> Iterator[str]:
    for line in _lines(path):
        yield from line.split()


def _grid_engine(path: str, _: Mapping[str, str]) -> Iterator[str]:
    """Lines of host, slots, queue, processors."""
    for line in _lines(path):
        words = line.split()
        if words:
            yield from [words[0]] * (int(words[1]) if len(words) > 1 else 1)


def _slurm(value: str, environment: Mapping[str, str]) -> Iterator[str]:
    """``node[1-3,07],other``, with so many tasks on each as ``SLURM_TASKS_PER_NODE`` says: ``2(x3),1``."""
    names = [name for item in _ITEM.findall(value) for name in _expand(item)]
    tasks = [count for part in environment.get("SLURM_TASKS_PER_NODE", "").split(",") if part for count in _counts(part)]
    for index, name in enumerate(names):
        yield from [name] * (tasks[index] if index < len(tasks) else 1)


def _counts(part: str) -> List[int]:
    count, _, times = part.strip().rstrip(")").partition("(x")
    return [int(count)] * int(times or 1)


def _expand(item: str) -> List[str]:
    """The hosts of one item; every pair of brackets multiplies them."""
    head, bracket, rest = item.partition("[")
    if not bracket:
        return [item]
    ranges, _, tail = rest.partition("]")
    return [head + number + end for each in ranges.split(",") for number in _numbers(each) for end in _expand(tail)]


def _numbers(part: str) -> List[str]:
    """``07-10``: 07, 08, 09, 10."""
    first, _, last = part.partition("-")
    return [str(number).zfill(len(first)) for number in range(int(first), int(last or first) + 1)]


def _lines(path: str) -> List[str]:
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


_System = Tuple[str, Callable[[str, Mapping[str, str]], Iterable[str]]]
_SYSTEMS: List[_System] = [("LSB_HOSTS", _lsf), ("PBS_NODEFILE", _pbs), ("PE_HOSTFILE", _grid_engine),
                           ("SLURM_JOB_NODELIST", _slurm)]
