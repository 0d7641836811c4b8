"""A worker process on this machine."""

import collections
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import Deque, Dict, List, NamedTuple, Optional, Sequence

from nws.sleigh.exceptions import SleighScriptException

_LINES_KEPT = 10


def find_command() -> List[str]:
    """The ``nws`` command: that of ``NWS_CLI``, else on the ``PATH``. ``SleighScriptException`` if there is none."""
    command = os.environ.get("NWS_CLI") or shutil.which("nws")
    if not command:
        raise SleighScriptException("the command 'nws', which runs workers, is not on the PATH; NWS_CLI may name it")
    return ["dotnet", command] if command.endswith(".dll") else [command]


class Launch(NamedTuple):
    """How worker processes are started."""

    command: Sequence[str]
    environment: Dict[str, str]
    directory: Optional[str]
    """Their working directory; None is that of this process."""
    logs: Optional[str]
    """The start of the paths of their log files; None writes none."""
    verbose: bool
    """Whether to show on stderr what they say."""


class WorkerProcess:
    """A worker: started when it is made, watched until it ends."""

    def __init__(self, launch: Launch, number: int) -> None:
        # In a group of its own: Ctrl+C is for the master, which ends its workers as it sees fit.
        apart = {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
        log = None if launch.logs is None else open(f"{launch.logs}_{number:04}.txt", "a", encoding="utf-8")
        try:
            self._process = subprocess.Popen(launch.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                             stderr=subprocess.STDOUT, env=launch.environment, cwd=launch.directory,
                                             text=True, errors="replace", **apart)
        except BaseException:
            if log is not None:
                log.close()
            raise
        self.pid = self._process.pid
        """The number of the process."""
        self.started = time.monotonic()
        """When it was started."""
        self.joined = False
        """Whether it has joined the Sleigh."""
        self._lines: Deque[str] = collections.deque(maxlen=_LINES_KEPT)
        self._drain = threading.Thread(target=self._read, args=(launch.verbose, log), name="nws worker output",
                                       daemon=True)
        self._drain.start()

    @property
    def exit_code(self) -> Optional[int]:
        """The exit code, of a signal its negative number; None while it runs."""
        return self._process.poll()

    def obituary(self) -> str:
        """How it ended, and its last words."""
        self._drain.join(1)  # the last lines may still be on their way
        said = "".join(f"\n  {line}" for line in self._lines)
        code = self._process.returncode
        cause = f"exit code {code}" if code >= 0 else f"signal {-code}"
        return f"a worker ended with {cause}{':' + said if said else ', without a word'}"

    def stop(self, seconds: float) -> None:
        """Wait for the end; after that time, kill it and its kernels."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()
        self._drain.join(1)

    def _kill(self) -> None:
        if os.name == "nt":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def _read(self, verbose: bool, log: "Optional[object]") -> None:
        """Read to the end whatever happens: a worker must never wait for somebody to read what it says."""
        with self._process.stdout as lines, log or contextlib.nullcontext():  # type: ignore[union-attr,attr-defined]
            for line in lines:
                self._lines.append(line.rstrip("\n"))
                if log is not None:
                    print(line, end="", file=log, flush=True)  # type: ignore[call-overload]
                if verbose:
                    print(f"worker {self.pid}: {line}", end="", file=sys.stderr)
