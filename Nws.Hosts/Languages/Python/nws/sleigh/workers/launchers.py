"""How workers are started on other machines: the values of ``launch``.

Each function gives the beginning of a command, to which that of the worker is added. Programs that hand a command to a
shell elsewhere (``ssh``, ``rsh``, ``bsub``) get the worker's quoted for it. ``options`` has the values of the Sleigh's
options for the node, under their names.
"""

import getpass
import os
import shlex
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Sequence, Union

from nws.sleigh.exceptions import SleighIllegalValueException

Prefix = Callable[[str, Mapping[str, Any]], Sequence[str]]

PLACEHOLDER = "{command}"

# No window, no question: a login that asks for a password fails at once instead of waiting for one.
_SSH = ["ssh", "-x", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15"]
_SHELLS = frozenset(["ssh", "rsh", "remsh", "bsub"])


def sshcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by ``ssh``, which must log in without asking, as the user in the option ``user`` if it is given."""
    return [*_SSH, *_login(options), host]


def sshforwardcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by ``ssh``, with a tunnel for the connection to the server.

    It leads from port ``nwsPortRemote`` on ``nwsHostRemote``, which the worker connects to, to ``nwsHost`` and
    ``nwsPort``.
    """
    remote, local = (f"{options['nwsHost' + end]}:{options['nwsPort' + end]}" for end in ("Remote", ""))
    return [*_SSH, "-o", "ExitOnForwardFailure=yes", "-R", f"{remote}:{local}", *_login(options), host]


def rshcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by ``rsh``, which sends everything in the clear; ``sshcmd`` is better."""
    return ["rsh", *_login(options), host]


def sruncmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by Slurm's ``srun``, one task on the node, inside an allocation or making one."""
    return ["srun", "--nodes=1", "--ntasks=1", "--overlap", f"--nodelist={host}"]


def lsfcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by LSF's ``bsub``, interactively, on the host."""
    return ["bsub", "-I", "-m", host]


def envcmd(host: str, envVars: Sequence[str], options: Mapping[str, Any]) -> List[str]:
    """The default of ``scriptExec``: the program of workers, by ``env`` if variables (``NAME=value``) are to be set."""
    return [*(["env", *envVars] if envVars else []), *scriptcmd(host, envVars, options)]


def scriptcmd(host: str, envVars: Sequence[str], options: Mapping[str, Any]) -> List[str]:
    """A value of ``scriptExec``: the program of workers, ``scriptName`` in ``scriptDir``, else on the ``PATH``."""
    folder, name = options.get("scriptDir"), options.get("scriptName") or "nws"
    return [f"{folder.rstrip('/')}/{name}" if folder else name]


class Launcher(NamedTuple):
    """How workers are started on a node."""

    name: str
    """Its name for people."""
    begin: Union[Prefix, Sequence[str], None]
    """The function that gives the beginning of the command, or the words of a template; None if nothing is added."""

    @property
    def is_local(self) -> bool:
        """Whether workers are started on this machine, by this program."""
        return self is _KNOWN["local"]

    @property
    def is_web(self) -> bool:
        """Whether people start the workers."""
        return self is _KNOWN["web"]

    def command(self, host: str, options: Mapping[str, Any], worker: Sequence[str]) -> List[str]:
        """The command that runs a worker on a node."""
        if self.begin is None:
            return list(worker)
        if not callable(self.begin):
            return _filled(self.begin, host, options, worker)
        words = self.begin(host, options)
        if isinstance(words, str) or not all(isinstance(word, str) for word in words):
            raise SleighIllegalValueException(f"launch={self.name} gives a list of words, not {words!r}")
        if any(PLACEHOLDER in word for word in words):
            return _filled(words, host, options, worker)
        through_shell = words and os.path.basename(words[0]) in _SHELLS
        return [*words, *(map(shlex.quote, worker) if through_shell else worker)]


def launcher(launch: Any) -> Launcher:
    """The launcher that a value of ``launch`` means; ``SleighIllegalValueException`` if it means none."""
    if callable(launch):
        function = getattr(launch, "__name__", "own")
        return Launcher(_NAMES.get(launch, "own" if function == "<lambda>" else function), launch)
    if isinstance(launch, str) and launch in _KNOWN:
        return _KNOWN[launch]
    words = shlex.split(launch) if isinstance(launch, str) else launch
    if isinstance(words, (list, tuple)) and words and all(isinstance(word, str) for word in words):
        if any(PLACEHOLDER in word for word in words):
            return Launcher(os.path.basename(words[0]), list(words))
        hint = f"the command says nowhere where that of the worker goes; put {PLACEHOLDER} there, or name one of"
        raise SleighIllegalValueException(f"launch={launch!r}: {hint} {', '.join(map(repr, _KNOWN))}")
    raise SleighIllegalValueException(
        f"launch is one of {', '.join(map(repr, _KNOWN))}, a function such as sshcmd, or a command with {PLACEHOLDER} in "
        f"it, not {launch!r}")


def _filled(template: Sequence[str], host: str, options: Mapping[str, Any], worker: Sequence[str]) -> List[str]:
    """A template with node and command in their places: a word by itself is all of the worker's, within one it is text."""
    filled: List[str] = []
    text = " ".join(map(shlex.quote, worker))
    for word in template:
        if word == PLACEHOLDER:
            filled.extend(worker)
        else:
            user = options.get("user") or (getpass.getuser() if "{user}" in word else "")
            filled.append(word.replace("{host}", host).replace("{user}", user).replace(PLACEHOLDER, text))
    return filled


def _login(options: Mapping[str, Any]) -> List[str]:
    user = options.get("user")
    return ["-l", user] if user else []


_NAMES: Dict[Any, str] = {sshcmd: "ssh", sshforwardcmd: "ssh", rshcmd: "rsh", sruncmd: "srun", lsfcmd: "bsub"}
_KNOWN = {"local": Launcher("local", None), "web": Launcher("web", None), "ssh": Launcher("ssh", sshcmd),
          "rsh": Launcher("rsh", rshcmd), "srun": Launcher("srun", sruncmd), "lsf": Launcher("bsub", lsfcmd),
          "bsub": Launcher("bsub", lsfcmd)}
