"""The workers of a standing farm: somebody else keeps them, and other masters use them, too. They come and go."""

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional, Tuple

from nws.client import NwsNoWorkSpaceException, NwsServer
from nws.sleigh.exceptions import SleighException, SleighIllegalValueException
from nws.sleigh.jobs.job import Job


class StandingFarm:
    """A farm as one of its masters sees it; what it keeps in its workspace tells FARM.md."""

    closed = True
    """Whether the workers that are there are all that a job can count on."""

    most_tasks_per_worker = 32
    """How many tasks may be under way at most: few enough that the masters of a farm take turns."""

    def __init__(self, server: NwsServer, name: str) -> None:
        self._name = name
        try:
            self.workspace = server.useWs(f"farm {name}", create=False)
            """That of the farm itself."""
            self.user_workspace = server.useWs(f"farm {name} user", create=False)
            """That which masters and tasks share."""
        except NwsNoWorkSpaceException:
            raise SleighException(f"there is no farm '{name}' at {server.connection.address}; "
                                  f"start one with: nws farm start {name}") from None
        # It dies with this connection, and so the keeper knows that the jobs of this master are nobody's.
        self._owner = server.openWs(server.mktempWs(f"farm {name} master %d")).currentWs()
        self.introductions: Dict[int, Dict[str, Any]] = {}
        """What the workers that are present said of themselves, by rank."""
        self._look()

    @property
    def count(self) -> int:
        """How many workers there are now."""
        return len(self.introductions)

    def ranks(self) -> List[int]:
        """The ranks of the workers that are there now."""
        self._look()
        return sorted(self.introductions)

    def refresh(self) -> None:
        """See which workers there are now."""
        self._look()

    def next_job(self, record: Dict[str, Any], elements: Optional[int]) -> int:
        """The number of a new job, whose first task is not stored yet."""
        with self.workspace.fetch("nextJob", lease=True) as delivery:
            number = delivery.value
            # Told before anything of the job is there: whatever this master leaves behind, the keeper finds it.
            entry = {"job": number, "owner": self._owner, "language": record["language"], "tasks": elements,
                     "since": datetime.now(timezone.utc)}
            delivery.complete([(self.workspace, "nextJob", number + 1), (self.workspace, "jobs", entry)])
        return number

    def over(self, job: Job) -> None:
        """Tell the keeper that a job is done or given up."""
        self.workspace.store("over", {"job": job.number, "over": True})

    def status(self, closeGroup: bool, timeout: float) -> Tuple[int, bool]:
        """How many workers there are now; the group of a farm is never closed."""
        if closeGroup:
            raise SleighIllegalValueException(
                f"the farm '{self._name}' has no group to close: workers may join at any time")
        self._look()
        return self.count, False

    def worked(self, rank: int) -> None:
        """Whether its workers are worth replacing is the keeper's business."""

    def look_after(self, job: Job) -> None:
        """See which workers there are; the keeper answers the tasks of those that are lost."""
        self._look()

    def evidence(self) -> str:
        """How workers ended is told where they were started."""
        return ""

    def shut_down(self, server: NwsServer) -> None:
        """Leave the farm, which goes on."""
        server.close()

    def _look(self) -> None:
        members = self.workspace.findTry("members", [])
        self.introductions = {member["rank"]: member for member in members}
