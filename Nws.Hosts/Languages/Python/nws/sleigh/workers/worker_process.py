"""A worker process on this machine."""

import collections
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import Deque, Dict, List, NamedTuple, Optional, Sequence

from nws.sleigh.exceptions import SleighScriptException

_LINES_KEPT = 40


def find_command() -> List[str]:
    """The ``nws`` command: that of ``NWS_CLI``, else on the ``PATH``. ``SleighScriptException`` if there is none."""
    command = os.environ.get("NWS_CLI") or shutil.which("nws")
    if not command:
        raise SleighScriptException("the command 'nws', which runs workers, is not on the PATH; NWS_CLI may name it")
    return ["dotnet", command] if command.endswith(".dll") else [command]


class Launch(NamedTuple):
    """How a worker process is started."""

    command: Sequence[str]
    environment: Dict[str, str]
    directory: Optional[str] = None
    """Its working directory; None is that of this process."""
    token: Optional[str] = None
    """What it reads from its input; None is nothing."""
    outfile: Optional[str] = None
    """A file to which what it says is added."""
    verbose: bool = False
    """Whether to show on stderr what it says."""


class WorkerProcess:
    """A worker, or the program that starts it elsewhere and ends with it: started when it is made, and watched."""

    def __init__(self, launch: Launch) -> None:
        # In a group of its own: Ctrl+C is for the master, which ends its workers as it sees fit.
        apart = {"creationflags": 0x200} if os.name == "nt" else {"start_new_session": True}
        feed = subprocess.DEVNULL if launch.token is None else subprocess.PIPE
        try:
            self._process = subprocess.Popen(launch.command, stdin=feed, stdout=subprocess.PIPE,
                                             stderr=subprocess.STDOUT, env=launch.environment, cwd=launch.directory,
                                             text=True, errors="replace", **apart)
        except (OSError, ValueError) as error:
            command = " ".join(launch.command)
            raise SleighScriptException(f"a worker cannot be started with {command!r}: {error}") from None
        self.pid = self._process.pid
        """The number of the process."""
        self.rank: Optional[int] = None
        """The rank the worker was given; None until it has joined."""
        self.has_worked = False
        """Whether a result of this worker has come."""
        self._lines: Deque[str] = collections.deque(maxlen=_LINES_KEPT)
        self._drain = threading.Thread(target=self._read, args=(launch.verbose, launch.outfile),
                                       name="nws worker output", daemon=True)
        self._drain.start()
        if launch.token is not None:
            with contextlib.suppress(OSError), self._process.stdin as feed:  # that it has ended already shows later
                feed.write(launch.token + "\n")

    @property
    def exit_code(self) -> Optional[int]:
        """The exit code, of a signal its negative number; None while it runs."""
        return self._process.poll()

    def describe_end(self) -> str:
        """How it ended, and its last words."""
        self._drain.join(1)  # the last lines may still be on their way
        lines = "".join(f"\n{line}" for line in self._lines)
        said = f" Its last lines:{lines}" if lines else " It wrote nothing."
        return f"Worker process {self.pid} ended with {_exit_text(self._process.returncode)}.{said}"

    def stop(self, seconds: float) -> None:
        """Wait for the end; after that time, kill it and its kernels."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        self._drain.join(1)

    def kill(self) -> None:
        """End it and its kernels by force."""
        if os.name == "nt":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def _read(self, verbose: bool, outfile: Optional[str]) -> None:
        """Read to the end whatever happens: a worker must never wait for somebody to read what it says."""
        file = None if outfile is None else open(outfile, "a", encoding="utf-8")
        with self._process.stdout as lines, file or contextlib.nullcontext():  # type: ignore[union-attr]
            for line in lines:
                self._lines.append(line.rstrip("\n"))
                shown = f"[worker {self.pid if self.rank is None else self.rank}] {line}"
                if file is not None:
                    file.write(shown)
                    file.flush()
                if verbose:
                    print(shown, end="", file=sys.stderr)


def _exit_text(code: int) -> str:
    """A process killed by a signal has the exit code 128 + signal in a shell, its negative number here."""
    number = -code if code < 0 else code - 128
    return f"exit code {128 + number} (signal {number})" if number > 0 and os.name != "nt" else f"exit code {code}"
