"""Serving a host: its requests, one after the other, until it closes the channel."""

import faulthandler
import io
import os
import sys
from typing import Any, Callable, Dict, Optional, Tuple

from nws.exceptions import NwsValueError
from nws.kernel.channel import Channel
from nws.kernel.element_watch import ElementWatch
from nws.kernel.interruption import Interruption
from nws.kernel.mapping import Mapping
from nws.kernel.namespace import Namespace
from nws.kernel.results import encode_failure, encode_result
from nws.kernel.streams import Output
from nws.lazy import Lazy
from nws.values.reader import ValueReader
from nws.wire.messages import NIL

_NOTHING = object()


class Kernel:
    """Runs what the host asks for."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._interruption = Interruption()
        self._output = Output(self._print, self._interruption.check)
        self._mapping: Optional[Mapping] = None
        self._watch = ElementWatch()
        self._namespace = Namespace()
        self._methods: Dict[str, Callable[..., Any]] = {
            "configure": self._configure,
            "evaluate": self._namespace.evaluate,
            "define": self._namespace.define,
            "invoke": self._namespace.invoke,
            "set": self._namespace.set,
            "unset": self._namespace.unset,
            "complete": self._complete,
            "describe": self._describe,
        }
        self._unsent: Any = _NOTHING

    def serve(self, token: str) -> None:
        """Announce the kernel with the host's token, then answer; the process ends with the channel."""
        faulthandler.enable(file=2, all_threads=False)  # its last words, if a task crashes it
        _close_stdin()
        self._output.install()
        self._interruption.install(Output.write, Output.flush, Mapping.tell, Mapping.take, Mapping.mark)
        self._configure({})
        facts = {"language": "python", "version": "%d.%d.%d" % sys.version_info[:3], "pid": os.getpid()}
        self._channel.notify("ready", [token, facts])
        while True:
            self._answer(self._channel.receive())

    def _answer(self, message: bytes) -> None:
        number, position = _read_number(message, 2)  # behind the head of the array and the type
        try:
            error, result = NIL, self._interruption.run(self._perform, number, ValueReader(message, position))
        except BaseException as failure:
            error, result = encode_failure(failure), NIL
        self._output.flush()
        self._end_mapping(succeeded=error is NIL)
        self._channel.respond(number, error, result)

    def _perform(self, number: int, reader: ValueReader) -> bytes:
        """The encoded result of a request."""
        method = reader.read()
        if method == "map":
            self._mapping = Mapping(number, reader, self._channel.notify_encoded)
            if self._mapping.patience is not None:
                self._watch.begin(self._mapping)
            return self._mapping.run(self._namespace, self._output, self._interruption)
        if method not in self._methods:
            raise ValueError(f"the kernel has no method {method!r}")
        value = self._methods[method](*reader.read())
        try:
            return encode_result(value)
        except NwsValueError:
            self._unsent = value
            raise

    def _end_mapping(self, succeeded: bool) -> None:
        mapping, self._mapping, self._output.element = self._mapping, None, None
        self._watch.end()
        if mapping is not None and not succeeded:
            mapping.tell()

    def _print(self, stream: str, text: str, element: Optional[int]) -> None:
        self._channel.notify("output", [stream, text] if element is None else [stream, text, element])

    def _complete(self, code: str, cursor: int) -> Dict[str, Any]:
        from nws.kernel.completion import complete  # for those who type, not for workers
        return complete(code, cursor, self._namespace.names)

    def _describe(self) -> Optional[str]:
        value, self._unsent = self._unsent, _NOTHING
        return None if value is _NOTHING else repr(value)

    def _configure(self, settings: Dict[str, Any]) -> None:
        for variable, key in (("NWS_SERVER", "server"), ("NWS_TOKEN", "token")):
            if settings.get(key):
                os.environ[variable] = settings[key]  # the default of every connection that a task makes
        if settings.get("modulePath"):
            sys.path.insert(0, settings["modulePath"])
        server = Lazy(_connect, "server")
        self._namespace.names.update(
            SleighRank=settings.get("rank", 0),
            SleighWorkerCount=settings.get("workers", 1),
            SleighNws=_workspace(server, settings.get("sleigh")),
            SleighUserNws=_workspace(server, settings.get("user")))


def _read_number(message: bytes, position: int) -> Tuple[int, int]:
    """A number that a host gives to requests, and where it ends."""
    if message[position] < 0x80:
        return message[position], position + 1
    reader = ValueReader(message, position)
    return reader.read(), reader.position


def _connect() -> Any:
    from nws.client import NwsServer  # most tasks use no workspace, so the client is loaded by those that do
    if not os.environ.get("NWS_SERVER"):
        raise RuntimeError("no workspace here: the host of this kernel has named no server")
    return NwsServer(grace=0)


def _workspace(server: Lazy, name: Optional[str]) -> Lazy:
    if name is None:
        return Lazy(_refuse, "no workspace")
    return Lazy(lambda: server.useWs(name, create=False), f"workspace {name!r}")


def _refuse() -> None:
    raise RuntimeError("no workspace here: this code does not run in a Sleigh")


class _NoInput(io.TextIOWrapper):
    """Nobody types here: reading finds the end at once. It stays open, although ``exit()`` closes the input."""

    def close(self) -> None:
        """Stay open."""


def _close_stdin() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = _NoInput(open(0, "rb", closefd=False), encoding="utf-8")
