"""Medians of ten, in milliseconds: the prompt visible, eval cold, each verb for values. The argument is the published nws."""

import os
import pty
import statistics
import subprocess
import sys
import time
from typing import Callable, List

NWS = sys.argv[1]
ROUNDS = 10


def median(act: Callable[[], None]) -> float:
    times: List[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


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
        print(f"{'prompt visible':20}{median(prompt):8.0f}")
        for language in ("cs", "py", "js"):
            print(f"{'eval ' + language:20}{median(lambda: run('eval', '-l', language, '1+1')):8.0f}")
        for verb in (["store", "w", "v", "1"], ["find", "w", "v"], ["fetch", "w", "v"], ["list", "w"], ["why"],
                     ["declare", "w", "s", "single"], ["mktemp"]):
            print(f"{verb[0]:20}{median(lambda: run(*verb)):8.0f}")
    finally:
        server.terminate()
        server.wait()


main()
