"""Running a script with a workspace at hand: ``python3 -m nws.run FILE [ARGUMENT ...]``.

The script finds ``server`` (the connection; also as ``nws``), ``ws`` (the workspace named by ``NWS_WS``, else ``__default``) and
``sleigh`` (local workers), each made when it is first used. Otherwise it runs as with ``python3 FILE``: arguments, exit
code, tracebacks.
"""

import builtins
import os
import signal
import sys
import types
from typing import Any, Dict, List

from nws import lazy
from nws.frames import without

_USAGE_ERROR = 2
_OWN = (__file__, lazy.__file__)


def main(arguments: List[str]) -> int:
    """Run the script with its arguments; the exit code."""
    if not arguments:
        print("usage: python3 -m nws.run FILE [ARGUMENT ...]", file=sys.stderr)
        return _USAGE_ERROR
    path = arguments[0]
    try:
        with open(path, "rb") as file:
            source = file.read()
    except OSError as error:
        print(f"nws.run: can't open file {path!r}: {error.strerror}", file=sys.stderr)
        return _USAGE_ERROR
    module = types.ModuleType("__main__")
    vars(module).update(__file__=path, __builtins__=builtins, **_offers())
    sys.modules["__main__"] = module
    sys.argv[:] = arguments
    sys.path[0] = os.path.dirname(os.path.realpath(path))
    return _run(source, path, vars(module))


def _run(source: bytes, path: str, names: Dict[str, Any]) -> int:
    try:
        exec(compile(source, path, "exec", dont_inherit=True), names)
    except SystemExit:
        raise
    except BaseException as error:
        error.__traceback__ = without(error.__traceback__, _OWN)
        sys.excepthook(type(error), error, error.__traceback__)
        if isinstance(error, KeyboardInterrupt) and os.name == "posix":
            _die_of(signal.SIGINT)
        return 1
    return 0


def _die_of(signal_number: int) -> None:
    """End as Python does when it is interrupted: so that a shell that runs several programs stops too."""
    sys.stdout.flush()
    signal.signal(signal_number, signal.SIG_DFL)
    os.kill(os.getpid(), signal_number)


def _offers() -> Dict[str, Any]:
    server = lazy.Lazy(_connect, "server")
    workspace = os.environ.get("NWS_WS") or "__default"
    return {
        "server": server,
        "nws": server,
        "ws": lazy.Lazy(lambda: server.useWs(workspace), f"workspace {workspace!r}"),
        "sleigh": lazy.Lazy(_start_sleigh, "Sleigh"),
    }


def _connect() -> Any:
    from nws.client import NwsServer  # a script that uses no workspace need not load the client
    return NwsServer()


def _start_sleigh() -> Any:
    from nws.sleigh import Sleigh
    return Sleigh()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
