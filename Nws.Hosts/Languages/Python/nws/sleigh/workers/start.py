"""Starting the workers of a Sleigh."""

import os
import shlex
import subprocess
from typing import Optional

from nws.client import NetWorkSpace, NwsServer
from nws.sleigh.exceptions import nws_errors
from nws.sleigh.workers.crew import Crew
from nws.sleigh.workers.launch_options import LaunchOptions
from nws.sleigh.workers.launchers import Launcher
from nws.sleigh.workers.own_workers import OwnWorkers
from nws.sleigh.workers.worker_commands import Ride, WorkerCommands
from nws.sleigh.workers.worker_process import find_command

_LOCAL_JOIN_SECONDS = 60.0


class Start:
    """The start of a Sleigh; whatever is wrong with its options is found before anything begins."""

    def __init__(self, options: LaunchOptions, launcher: Launcher) -> None:
        self._options = options
        self._launcher = launcher
        self._places = options.places(launcher)
        self._command = ""

    def workers(self, sleigh: NetWorkSpace, user: NetWorkSpace) -> OwnWorkers:
        """Start the processes, which join by themselves."""
        ride = Ride(sleigh.server.connection.address, os.environ.get("NWS_TOKEN"), sleigh.currentWs(), user.currentWs())
        commands = WorkerCommands(self._options, self._launcher, self._places, ride)
        self._command = commands.for_people()
        return OwnWorkers(commands.count, sleigh, Crew(commands))

    def await_workers(self, workers: OwnWorkers, all_of_them: bool) -> None:
        """Wait for people who start workers, or until all workers have joined, if that is wanted."""
        if self._launcher.is_web:
            workers.await_people(self._command)
        elif all_of_them:
            # Elsewhere they may have to queue; a worker that fails is noticed, however long that takes.
            workers.await_all(_LOCAL_JOIN_SECONDS if self._launcher.is_local else float("inf"))


def webLaunch(wsName: str, nwsHost: Optional[str] = None, nwsPort: Optional[int] = None) -> int:
    """Run a worker for a Sleigh made with ``launch='web'``, on any machine, until the Sleigh ends; its exit code.

    ``wsName``: the Sleigh's workspace. It is what the text in its variable ``runMe`` does, if the command ``nws`` is not
    on the ``PATH``, but found through ``NWS_CLI``.
    """
    with nws_errors(), NwsServer(nwsHost, nwsPort) as server:
        words = shlex.split(server.useWs(wsName, create=False).find("runMe"))
        address = str(server.connection.address)
    arguments = words[words.index("worker"):]
    arguments[arguments.index("--server") + 1] = address
    return subprocess.call([*find_command(), *arguments])
