"""Commands that run a worker on another machine: the values of ``launch``.

Each function gives the beginning of a command, to which that of the worker is added.
"""

from typing import Any, List, Mapping


def sshcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by ``ssh``, as the user in the option ``user`` if it is given."""
    return ["ssh", "-n", "-x", *_login(options), host]


def sshforwardcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by ``ssh``, with a tunnel for the connection to the server.

    It leads from port ``nwsPortRemote`` on ``nwsHostRemote``, which the worker connects to, to ``nwsHost`` and
    ``nwsPort``.
    """
    remote, local = (f"{options['nwsHost' + end]}:{options['nwsPort' + end]}" for end in ("Remote", ""))
    return ["ssh", "-n", "-x", "-R", f"{remote}:{local}", *_login(options), host]


def rshcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by ``rsh``, which sends everything in the clear; ``sshcmd`` is better."""
    return ["rsh", host, *_login(options), "-n"]


def lsfcmd(host: str, options: Mapping[str, Any]) -> List[str]:
    """Run by the batch system LSF, on any host."""
    return ["bsub"]


def _login(options: Mapping[str, Any]) -> List[str]:
    user = options.get("user")
    return ["-l", user] if user else []
