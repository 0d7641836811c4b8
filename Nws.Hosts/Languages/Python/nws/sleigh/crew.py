"""The worker processes on this machine."""

import collections
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import Deque, Dict, List, Optional, Sequence

from nws.sleigh.exceptions import SleighScriptException

_LINES_KEPT = 10
_STOP_SECONDS = 10


def find_command() -> List[str]:
    """The ``nws`` command: that of ``NWS_CLI``, else on the ``PATH``. ``SleighScriptException`` if there is none."""
    command = os.environ.get("NWS_CLI") or shutil.which("nws")
    if not command:
        raise SleighScriptException("the command 'nws', which runs workers, is not on the PATH; NWS_CLI may name it")
    return ["dotnet", command] if command.endswith(".dll") else [command]


class Crew:
    """Starts worker processes, watches them and stops them."""

    def __init__(self, count: int, command: Sequence[str], environment: Dict[str, str], directory: Optional[str],
                 verbose: bool) -> None:
        self._workers: List[_Worker] = []
        try:
            for _ in range(count):
                self._workers.append(_Worker(command, environment, directory, verbose))
        except OSError as error:
            self.stop(0)
            raise SleighScriptException(f"a worker cannot be started with {' '.join(command)!r}: {error}") from None

    @property
    def ended(self) -> int:
        """How many workers have ended."""
        return sum(worker.has_ended() for worker in self._workers)

    @property
    def size(self) -> int:
        """How many workers were started."""
        return len(self._workers)

    def obituary(self) -> str:
        """How workers ended, each way once."""
        return "; ".join(dict.fromkeys(worker.obituary() for worker in self._workers if worker.has_ended()))

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        """Wait for the workers to end, as they do by themselves when their workspace is gone; then kill those left."""
        deadline = time.monotonic() + seconds
        for worker in self._workers:
            worker.stop(max(0.0, deadline - time.monotonic()))


class _Worker:
    def __init__(self, command: Sequence[str], environment: Dict[str, str], directory: Optional[str],
                 verbose: bool) -> None:
        # In a group of its own: Ctrl+C is for the master, which ends its workers as it sees fit.
        apart = {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                         stderr=subprocess.STDOUT, env=environment, cwd=directory, text=True,
                                         errors="replace", **apart)
        self._lines: Deque[str] = collections.deque(maxlen=_LINES_KEPT)
        self._drain = threading.Thread(target=self._read, args=(verbose,), name="nws worker output", daemon=True)
        self._drain.start()

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def obituary(self) -> str:
        self._drain.join(1)  # the last lines may still be on their way
        said = "".join(f"\n  {line}" for line in self._lines)
        code = self._process.returncode
        cause = f"exit code {code}" if code >= 0 else f"signal {-code}"
        return f"a worker ended with {cause}{':' + said if said else ', without a word'}"

    def stop(self, seconds: float) -> None:
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
                os.killpg(self._process.pid, signal.SIGKILL)  # its kernels too

    def _read(self, verbose: bool) -> None:
        """Read to the end whatever happens: a worker must never wait for somebody to read what it says."""
        with self._process.stdout as lines:
            for line in lines:
                self._lines.append(line.rstrip("\n"))
                if verbose:
                    print(f"worker {self._process.pid}: {line}", end="", file=sys.stderr)
