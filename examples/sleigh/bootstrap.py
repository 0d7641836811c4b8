# How sure is the correlation between how long the geyser Old Faithful erupts and how long it rests then? Ten thousand samples of
# the 272 eruptions, drawn with replacement, tell. The seed makes the samples the same for any number of workers.
#
#     nws run examples/sleigh/bootstrap.py

import csv
import random
from pathlib import Path

SAMPLES = 10_000

with open(Path(__file__).parent / "data" / "faithful.csv", newline="") as file:
    eruptions = [(float(row["eruptions"]), float(row["waiting"])) for row in csv.DictReader(file)]


def correlation(points):
    count = len(points)
    mean_x, mean_y = (sum(column) / count for column in zip(*points))
    xy, xx, yy = 0.0, 0.0, 0.0
    for x, y in points:
        x, y = x - mean_x, y - mean_y
        xy, xx, yy = xy + x * y, xx + x * x, yy + y * y
    return xy / (xx * yy) ** 0.5


def resampled(_, points):
    return correlation(random.choices(points, k=len(points)))


found = sorted(sleigh.eachElem(resampled, range(SAMPLES), [eruptions], rngSeed=1978))
low, high = found[SAMPLES // 40], found[-SAMPLES // 40]
print(f"correlation {correlation(eruptions):.3f}, with 95% confidence between {low:.3f} and {high:.3f}")
