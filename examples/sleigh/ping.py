# How long a value takes to a worker and back: a ball is played to each worker a hundred times.
#
#     nws run examples/sleigh/ping.py

from statistics import median
from time import perf_counter

BALLS = 100


def return_balls(balls):
    for _ in range(balls):
        SleighUserNws.store(f"pong {SleighRank}", -SleighUserNws.fetch(f"ping {SleighRank}"))


def play(rank, ball):
    start = perf_counter()
    sleigh.userNws.store(f"ping {rank}", ball)
    assert sleigh.userNws.fetch(f"pong {rank}") == -ball
    return perf_counter() - start


workers = sleigh.eachWorker(return_balls, BALLS, blocking=False)
for rank in range(sleigh.workerCount):
    times = [play(rank, ball) for ball in range(1, BALLS + 1)]
    print(f"worker {rank}: {len(times)} balls, {1e6 * median(times):.0f} microseconds there and back")
workers.wait()
