"""Medians of ten, in milliseconds: the prompt visible, eval cold, each verb for values. The argument is the published nws.

The first number is the time that passes, the second that of all processors for it, children included: it says more on a machine that is busy.
"""

import os
import pty
import resource
import statistics
import subprocess
import sys
import time
from typing import Callable, List

NWS = sys.argv[1]
ROUNDS = 10


def processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(name: str, act: Callable[[], None]) -> None:
    passed: List[float] = []
    used: List[float] = []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), processor_time()
        act()
        passed.append(time.perf_counter() - start)
        used.append(processor_time() - before)
    print(f"{name:20}{1000 * statistics.median(passed):8.0f}{1000 * statistics.median(used):8.0f}")


def run(*arguments: str) -> None:
    subprocess.run([NWS, *arguments], check=True, stdout=subprocess.DEVNULL)


def prompt() -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.execv(NWS, [NWS, "repl"])
    seen = b""
    while b"py>" not in seen:
        seen += os.read(terminal, 4096)
    os.close(terminal)
    os.waitpid(child, 0)


def main() -> None:
    server = subprocess.Popen([NWS, "serve", "--port", "0", "--web-port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        os.environ["NWS_SERVER"] = server.stdout.readline().split("listening on ")[1].split(",")[0]
        os.environ["TERM"] = "xterm-256color"
        report("prompt visible", prompt)
        for language in ("cs", "py", "js", "r"):
            report(f"eval {language}", lambda: run("eval", "-l", language, "1+1"))
        for verb in (["store", "w", "v", "1"], ["find", "w", "v"], ["fetch", "w", "v"], ["list", "w"], ["why"],
                     ["declare", "w", "s", "single"], ["mktemp"]):
            report(verb[0], lambda: run(*verb))
    finally:
        server.terminate()
        server.wait()


main()
