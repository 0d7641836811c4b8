"""Starting the workers of a Sleigh on this machine."""

import os
import site
import sys
import sysconfig
from typing import Any, Dict, List, Optional

from nws.client import NetWorkSpace
from nws.client.address import Address
from nws.sleigh.exceptions import SleighIllegalValueException
from nws.sleigh.workers.worker_process import Launch, find_command


def check(workerCount: int, launch: Any, logDir: Optional[str], workingDir: Optional[str]) -> None:
    """Refuse, with ``SleighIllegalValueException``, what no Sleigh can be made with."""
    if isinstance(workerCount, bool) or not isinstance(workerCount, int) or workerCount < 1:
        raise SleighIllegalValueException(f"workerCount is a whole number from 1, not {workerCount!r}")
    if launch != "local":
        name = getattr(launch, "__name__", None) or repr(launch)
        raise SleighIllegalValueException(
            f"launch={name}: workers are started on this machine only, with launch='local'; "
            "on others, 'nws worker' adds workers to a Sleigh by hand")
    for name, directory in (("logDir", logDir), ("workingDir", workingDir)):
        if directory is not None and not os.path.isdir(directory):
            raise SleighIllegalValueException(f"{name} is no directory: {directory!r}")


def local_launch(server: Address, sleigh: NetWorkSpace, user: NetWorkSpace, modulePath: Optional[str],
                 workingDir: Optional[str], logDir: Optional[str], verbose: bool) -> Launch:
    """How the workers of a Sleigh are started."""
    command = [*find_command(), "worker", "--server", str(server), "--sleigh", sleigh.currentWs(),
               "--user", user.currentWs()]
    if modulePath is not None:
        command += ["--module-path", os.path.abspath(modulePath)]
    logs = None if logDir is None else os.path.join(os.path.abspath(logDir), sleigh.currentWs())
    return Launch(command, _environment(), workingDir, logs, verbose)


def _environment() -> Dict[str, str]:
    """The workers' environment: Python as here, and modules found where this program finds its own."""
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
