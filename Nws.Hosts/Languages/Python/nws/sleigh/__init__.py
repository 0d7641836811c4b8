"""Parallel execution: a Sleigh of workers that run tasks in Python, JavaScript or C#.

    >>> from nws.sleigh import Sleigh
    >>> s = Sleigh()
    >>> import math
    >>> result = s.eachElem(math.exp, range(10))
    >>> s.stop()

The workers are processes of the ``nws`` command, found through ``NWS_CLI`` or on the ``PATH``.
"""

from nws.sleigh.exceptions import (SleighException, SleighGatheredException, SleighIllegalValueException,
                                   SleighJoinException, SleighNwsException, SleighOccupiedException,
                                   SleighScriptException, SleighStoppedException, SleighTaskException)
from nws.sleigh.jobs.output import SleighOutput
from nws.sleigh.jobs.progress import SleighProgress
from nws.sleigh.pending import SleighPending
from nws.sleigh.results import SleighResultIterator
from nws.sleigh.sleigh import Sleigh
from nws.sleigh.workers.launchers import envcmd, lsfcmd, rshcmd, scriptcmd, sruncmd, sshcmd, sshforwardcmd
from nws.sleigh.workers.node_lists import batchNodeList
from nws.sleigh.workers.start import webLaunch

__all__ = ["Sleigh", "SleighOutput", "SleighPending", "SleighProgress", "SleighResultIterator", "batchNodeList",
           "envcmd", "lsfcmd", "rshcmd", "scriptcmd", "sruncmd", "sshcmd", "sshforwardcmd", "webLaunch",
           "SleighException", "SleighGatheredException", "SleighIllegalValueException", "SleighJoinException",
           "SleighNwsException", "SleighOccupiedException", "SleighScriptException", "SleighStoppedException",
           "SleighTaskException"]
