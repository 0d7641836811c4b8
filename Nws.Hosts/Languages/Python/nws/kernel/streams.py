"""What tasks print, on its way to the host."""

import codecs
import io
import os
import sys
import threading
from typing import Callable, Optional

from nws.kernel.pipes import Pipes

_LARGEST = 32768


class Output:
    """Collects what is written to both streams, in order, and hands it on line by line, or when it has grown large.

    ``check`` is called after all that a task has done here.
    """

    def __init__(self, send: Callable[[str, str, Optional[int]], None], check: Callable[[], None]) -> None:
        self._send = send
        self.check = check
        self.element: Optional[int] = None
        """The position of the element of a map that prints."""
        self._pipes = Pipes()
        self._lock = threading.RLock()
        self._stream = ""
        self.pending = bytearray()
        """What is waiting for the end of its line."""
        decoder = codecs.getincrementaldecoder("utf-8")
        self._decoders = {"stdout": decoder("backslashreplace"), "stderr": decoder("backslashreplace")}

    def install(self) -> None:
        """Become ``sys.stdout`` and ``sys.stderr``."""
        sys.stdout = _text_stream(self, "stdout", 1)
        sys.stderr = _text_stream(self, "stderr", 2)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_restore_streams)

    def write(self, stream: str, data: bytes) -> None:
        """Take what was written to ``stdout`` or ``stderr``."""
        with self._lock:
            if stream != self._stream:
                self.flush()
                self._stream = stream
            self.pending += data
            if b"\n" in data or len(self.pending) >= _LARGEST:
                self.flush()

    def flush(self) -> None:
        """Hand on what is there."""
        with self._lock:
            if not self.pending:
                return
            data, self.pending = self.pending, bytearray()
            self._pipes.wait_until_taken()
            for start in range(0, len(data), _LARGEST):
                text = self._decoders[self._stream].decode(bytes(data[start:start + _LARGEST]))
                if text:
                    self._send(self._stream, text, self.element)


class _Stream(io.RawIOBase):
    def __init__(self, output: Output, name: str, descriptor: int) -> None:
        super().__init__()
        self.name = f"<{name}>"
        self._stream = name
        self._output = output
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self._output.write(self._stream, bytes(data))
        self._output.check()
        return len(data)

    def flush(self) -> None:
        self._output.flush()
        self._output.check()

    def fileno(self) -> int:
        """Where programs started by a task write to: what the kernel inherited."""
        return self._descriptor


def _text_stream(output: Output, name: str, descriptor: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(_Stream(output, name, descriptor), encoding="utf-8", errors="backslashreplace",
                            newline="\n", write_through=True)


def _restore_streams() -> None:
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
