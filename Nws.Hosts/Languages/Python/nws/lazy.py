"""Objects made when they are first needed."""

import threading
from typing import Any, Callable, NoReturn


class Lazy:
    """Stands for an object and makes it at the first use of an attribute.

    A failure to make it is raised there, and the next use tries again. It stays in its process.
    """

    def __init__(self, make: Callable[[], Any], description: str) -> None:
        vars(self).update(_make=make, _description=description, _lock=threading.RLock(), _made=[])

    def __getattr__(self, name: str) -> Any:
        return getattr(_target(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_target(self), name, value)

    def __dir__(self) -> list:
        return dir(_target(self))

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError(f"the {vars(self)['_description']} of this process cannot be pickled")

    def __repr__(self) -> str:
        made = vars(self)["_made"]
        return repr(made[0]) if made else f"<{self._description}, not used yet>"


def _target(lazy: Lazy) -> Any:
    state = vars(lazy)
    with state["_lock"]:
        if not state["_made"]:
            state["_made"].append(state["_make"]())
        return state["_made"][0]
