"""How the workers of a Sleigh are to be started."""

import os
from collections.abc import Mapping
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Union

from nws.sleigh.exceptions import SleighIllegalValueException
from nws.sleigh.jobs.task_options import checked_tags
from nws.sleigh.workers.launchers import Launcher, envcmd
from nws.sleigh.workers.node_lists import batchNodeList, is_batch_job

OF_NODES = ("user", "nwsHostRemote", "nwsPortRemote", "scriptExec", "scriptDir", "scriptName", "modulePath",
            "workingDir", "logDir", "tags")
"""The options whose value may be different on each node."""

_WORKERS_ELSEWHERE = 3


class Node(NamedTuple):
    """A place in which a worker is started."""

    host: str
    """The name of the machine, as the launcher knows it. Several nodes may have the same."""
    own: Dict[str, Any]
    """Values of options that hold for this node only."""


class LaunchOptions(NamedTuple):
    """The options of a Sleigh that are about starting workers; the names are those of its constructor."""

    workerCount: int
    nodeList: Optional[Sequence[Union[str, Dict[str, Any]]]]
    values: Dict[str, Any]
    """The values of the options in ``OF_NODES``: of each one for all nodes, or a dictionary by host, with ``default``."""
    verbose: bool
    outfile: Optional[str]

    def places(self, launcher: Launcher) -> List[Node]:
        """Where workers are to be started; ``SleighIllegalValueException`` for what no Sleigh can be made with."""
        self._check(launcher.is_local)
        if launcher.is_local:
            return [Node("localhost", {})] * self.workerCount
        return [] if launcher.is_web else self._nodes()

    def _check(self, is_local: bool) -> None:
        count = self.workerCount
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise SleighIllegalValueException(f"workerCount is a whole number from 1, not {count!r}")
        for name in ("logDir", "workingDir") if is_local else ():
            directory = self.values[name]
            if directory is not None and not os.path.isdir(directory):
                raise SleighIllegalValueException(f"{name} is no directory: {directory!r}")
        execute = self.values["scriptExec"]
        if not (execute is None or callable(execute) or isinstance(execute, Mapping)):
            raise SleighIllegalValueException(f"scriptExec is a function, as envcmd is, not {execute!r}")
        if self.outfile is not None and not os.path.isdir(os.path.dirname(os.path.abspath(self.outfile))):
            raise SleighIllegalValueException(f"outfile is in no directory: {self.outfile!r}")

    def _nodes(self) -> List[Node]:
        """Those given, else those of the batch system, else three times this machine."""
        given = self.nodeList
        if given is None:
            given = batchNodeList() if is_batch_job(os.environ) else ["localhost"] * _WORKERS_ELSEWHERE
        if isinstance(given, str) or not given:
            raise SleighIllegalValueException(f"nodeList is a list of one or more hosts, not {given!r}")
        return [_node(each) for each in given]

    def of(self, node: Node) -> Dict[str, Any]:
        """The values of the options for a node."""
        values = {name: node.own.get(name, _for_host(self.values[name], node.host)) for name in OF_NODES}
        values["tags"] = checked_tags(values["tags"] or ())
        values["scriptExec"] = values["scriptExec"] or envcmd
        return values


def _for_host(value: Any, host: str) -> Any:
    return value.get(host, value.get("default")) if isinstance(value, Mapping) else value


def _node(given: Any) -> Node:
    if isinstance(given, str) and given:
        return Node(given, {})
    if not isinstance(given, Mapping) or not isinstance(given.get("host"), str):
        raise SleighIllegalValueException(f"a node is the name of a host, or a dictionary with 'host', not {given!r}")
    own = {name: value for name, value in given.items() if name != "host"}
    unknown = sorted(set(own) - set(OF_NODES), key=str)
    if unknown:
        raise SleighIllegalValueException(
            f"node {given['host']!r} has {unknown[0]!r}; what nodes may have is {', '.join(OF_NODES)}")
    return Node(given["host"], own)
