"""The variables that a program gives to all tasks of later jobs."""

from typing import Any, Dict

from nws.client import V_VALUES, NetWorkSpace
from nws.sleigh.exceptions import SleighIllegalValueException

_VARIABLE = "exports"


class Exports:
    """A list of records that workers read on, up to where a job says (FARM.md)."""

    def __init__(self, workspace: NetWorkSpace) -> None:
        self._workspace = workspace
        self.count = 0
        """How many records hold for the jobs that begin now."""

    def add(self, name: str, **value: Any) -> None:
        """Add a record: with ``value`` it makes a variable, without it takes one away."""
        if not (isinstance(name, str) and name.isidentifier()):
            raise SleighIllegalValueException(f"{name!r} cannot be the name of a variable")
        record: Dict[str, Any] = {"name": name, **value}
        self._workspace.store(_VARIABLE, record)
        # Others may have added records meanwhile; nobody takes one away.
        self.count = max(self.count, int(self._workspace.listVars(format="dict")[_VARIABLE][V_VALUES]))
