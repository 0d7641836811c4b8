"""The commands that start the workers of a Sleigh, one for each place."""

import os
import platform
import shlex
import site
import sys
import sysconfig
from typing import Any, Dict, List, NamedTuple, Optional

from nws.client.address import Address
from nws.sleigh.workers.launch_options import LaunchOptions, Node
from nws.sleigh.workers.launchers import Launcher
from nws.sleigh.workers.worker_process import Launch, find_command

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Ride(NamedTuple):
    """What a worker has to know to join a Sleigh."""

    server: Address
    """As this program reaches it."""
    token: Optional[str]
    sleigh: str
    """The name of the Sleigh's workspace."""
    user: str
    """The name of the user's."""


class WorkerCommands:
    """Makes the command of each place."""

    def __init__(self, options: LaunchOptions, launcher: Launcher, places: List[Node], ride: Ride) -> None:
        self._options = options
        self._launcher = launcher
        self._nodes = places
        self._ride = ride

    @property
    def count(self) -> int:
        """How many workers are started; none if people start them."""
        return len(self._nodes)

    def describe(self, place: int) -> str:
        """Where a worker is started, for people."""
        if self._launcher.is_local:
            return "this machine"
        return f"node '{self._nodes[place].host}' (by {self._launcher.name})"

    def for_people(self) -> str:
        """The command to start a worker on any machine, as text for a shell."""
        node = Node("anywhere", {})
        values = self._options.of(node)
        words = [*values["scriptExec"](node.host, [], values), *self._arguments(values, None)]
        return " ".join(map(shlex.quote, words))

    def launch(self, place: int) -> Launch:
        """How the worker of a place is started."""
        node = self._nodes[place]
        values = self._options.of(node)
        worker = self._arguments(values, place)
        if self._launcher.is_local:
            command = [*find_command(), *worker]
        else:
            values = {**values, "nwsHost": self._ride.server.host, "nwsPort": self._ride.server.port,
                      "nwsHostRemote": self._remote(values).host, "nwsPortRemote": self._remote(values).port}
            words = [*values["scriptExec"](node.host, [], values), *worker]
            command = self._launcher.command(node.host, values, words)
        directory = values["workingDir"] if self._launcher.is_local else None
        return Launch(command, local_environment() if self._launcher.is_local else dict(os.environ), directory,
                      self._ride.token, self._options.outfile, self._options.verbose)

    def _arguments(self, values: Dict[str, Any], place: Optional[int]) -> List[str]:
        known_place = place is not None
        ride, module_path = self._ride, values["modulePath"]
        if self._launcher.is_local and module_path is not None:
            module_path = os.path.abspath(module_path)
        maybe = [("--place", str(place) if known_place else None), ("--module-path", module_path),
                 ("--working-dir", (values["workingDir"] or os.getcwd()) if known_place else None),
                 ("--log-dir", values["logDir"] and (os.path.abspath(values["logDir"]) if self._launcher.is_local
                                                     else values["logDir"])),
                 # The worker reads it from its input: on a command line other users of the machine could see it.
                 ("--token", "-" if ride.token and known_place else None),
                 *[("--tag", tag) for tag in values["tags"]]]
        return ["worker", "--server", str(self._remote(values)), "--sleigh", ride.sleigh, "--user", ride.user,
                *[word for name, value in maybe if value is not None for word in (name, value)]]

    def _remote(self, values: Dict[str, Any]) -> Address:
        """The server as workers reach it."""
        here = self._ride.server
        elsewhere = here.host if self._launcher.is_local or here.host not in _LOOPBACK else platform.node()
        return here._replace(host=values["nwsHostRemote"] or elsewhere, port=int(values["nwsPortRemote"] or here.port))


def local_environment() -> Dict[str, str]:
    """The environment of workers here: Python as here, and modules found where this program finds its own."""
    environment = dict(os.environ)
    environment.setdefault("NWS_PYTHON", sys.executable)
    paths = [*_own_paths(), *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
    if paths:
        environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    return environment


def _own_paths() -> List[str]:
    """Where this program looks for modules, apart from the places that belong to its Python: others have their own."""
    own = sysconfig.get_paths()
    places = [own["stdlib"], own["platstdlib"], own["purelib"], own["platlib"], *site.getsitepackages(),
              site.getusersitepackages()]
    places = [os.path.realpath(place) for place in places]
    paths = [os.path.abspath(path) for path in sys.path if isinstance(path, str)]
    return [path for path in paths if not _is_inside(os.path.realpath(path), places)]


def _is_inside(path: str, places: List[str]) -> bool:
    zipped = os.path.basename(path).startswith("python") and path.endswith(".zip")
    return zipped or any(path == place or path.startswith(place + os.sep) for place in places)
