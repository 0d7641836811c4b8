"""A signal that people give in a workspace."""

import threading
from typing import Optional

from nws.client import NetWorkSpace, NwsOperationException
from nws.exceptions import NwsException


class DeletionSignal:
    """The deletion of a variable that nobody stores: waiting for it makes it, and its deletion ends the wait.

    One wait lasts from the beginning to the end, in a thread: between two, a deletion would go unnoticed.
    """

    def __init__(self, workspace: NetWorkSpace, variable: str) -> None:
        self._workspace = workspace
        self._variable = variable
        self._given = threading.Event()
        self._fault: Optional[NwsException] = None
        threading.Thread(target=self._find, name=f"nws waits for the deletion of {variable}", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; whether the signal has been given. What went wrong with the server is raised."""
        given = self._given.wait(seconds)
        if self._fault is not None:
            raise self._fault
        return given

    def _find(self) -> None:
        try:
            self._workspace.find(self._variable)
        except NwsException as error:
            if not (isinstance(error, NwsOperationException) and error.code == "variable_deleted"):
                self._fault = error
        self._given.set()
