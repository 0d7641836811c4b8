"""Noticing an element of a map that does not end, while it runs."""

import threading
import time
from typing import Any, Optional, Tuple

from nws.kernel.mapping import Mapping

_IDLE = 20
_PAUSE = 0.05


class ElementWatch:
    """Tells the host when an element takes longer than others may have to wait: it may wait for something that they do.

    A thread looks every now and then where the map is. It starts with the first map that is watched, and sleeps when
    there has been none for a while, so short maps do not pay for it.
    """

    def __init__(self) -> None:
        self._mapping: Optional[Mapping] = None
        self._awake = threading.Event()
        self._started = False

    def begin(self, mapping: Mapping) -> None:
        """Watch a map, which has a patience, from now on."""
        self._mapping = mapping
        if not self._awake.is_set():
            self._awake.set()
            if not self._started:
                self._started = True
                threading.Thread(target=self._run, name="nws kernel watch", daemon=True).start()

    def end(self) -> None:
        """The map is over."""
        self._mapping = None

    def _run(self) -> None:
        seen: Tuple[Any, int] = (None, 0)
        idle = 0
        while True:
            mapping = self._mapping
            if mapping is None:
                idle += 1
                if idle > _IDLE:
                    self._sleep()
                    idle = 0
                time.sleep(_PAUSE)
                continue
            idle = 0
            now = mapping, mapping.position
            if now == seen:
                mapping.stall()
            seen = now
            time.sleep(mapping.patience or _PAUSE)

    def _sleep(self) -> None:
        self._awake.clear()
        if self._mapping is None:
            self._awake.wait()
        self._awake.set()
