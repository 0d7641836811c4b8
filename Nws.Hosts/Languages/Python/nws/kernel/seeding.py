"""Random numbers that depend on the seed of a job and on the number of the element alone."""

import importlib.machinery
import random
import sys
from typing import Any, Optional

_WORD = (1 << 64) - 1
_NUMPY = "numpy.random"


def mixed(seed: int, number: int) -> int:
    """The seed of an element: a step of splitmix64."""
    z = seed + (number + 1) * 0x9E3779B97F4A7C15 & _WORD
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _WORD
    z = (z ^ z >> 27) * 0x94D049BB133111EB & _WORD
    return z ^ z >> 31


def seed(number: int) -> None:
    """Set the generators of ``random`` and of numpy, also if a task imports numpy only later."""
    random.seed(number)
    _numpy.number = number
    if _NUMPY in sys.modules:
        _seed_numpy(sys.modules[_NUMPY], number)
    elif _numpy not in sys.meta_path:
        sys.meta_path.insert(0, _numpy)


def forget() -> None:
    """What follows depends on no seed."""
    _numpy.number = None
    random.seed()
    if _NUMPY in sys.modules:
        sys.modules[_NUMPY].seed()


def _seed_numpy(module: Any, number: int) -> None:
    module.seed([number & 0xffffffff, number >> 32])


class _NumpyWatch:
    """Seeds numpy's generator when a task imports it."""

    number: Optional[int] = None

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """The module as it is found anyway, but seeded once it has been loaded."""
        if name != _NUMPY:
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_seed(module: Any) -> None:
                load(module)
                if self.number is not None:
                    _seed_numpy(module, self.number)

            spec.loader.exec_module = load_and_seed  # type: ignore[method-assign]
        return spec


_numpy = _NumpyWatch()
