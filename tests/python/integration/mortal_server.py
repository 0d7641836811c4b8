"""A server of its own, on a data file, that is killed and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
from typing import List, Optional, Tuple

from nws.client.address import Address


class MortalServer:
    """Runs ``nws serve``; the data file is deleted with it."""

    def __init__(self, *options: str) -> None:
        self._folder = tempfile.mkdtemp(prefix="nws-mortal-")
        self._command: List[str] = [os.environ["NWS_CLI"], "serve", "--port", "0", "--web-port", "0",
                                    "--data", os.path.join(self._folder, "data"), *options]
        self._process: Optional["subprocess.Popen[str]"] = None

    def start(self) -> Tuple[str, int]:
        """Start it; where it listens."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()  # nws: listening on HOST:PORT, ...
        return tuple(Address.parse(line.split("listening on ")[1].split(",")[0]))[:2]

    def freeze(self) -> None:
        """From now on it reads nothing and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def stop(self) -> None:
        """End it, and delete its data."""
        if self._process.returncode is None:
            self.kill()
        shutil.rmtree(self._folder)
