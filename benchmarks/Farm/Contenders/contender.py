"""What contenders in Python have in common: they do what standard input asks for, a line at a time, and tell how long it took."""

import sys
import time


def nothing(x):
    return x


def serve(measurements):
    """Answer lines of a name and a count with the seconds that took, or `-` for what this contender does not have."""
    print("ready", flush=True)
    for line in sys.stdin:
        name, count = line.split()
        if name not in measurements:
            print("-", flush=True)
            continue
        start = time.perf_counter()
        results = measurements[name](int(count))
        seconds = time.perf_counter() - start
        assert list(results) == list(range(int(count))), f"{name} {count}: the results are wrong"
        print(seconds, flush=True)
