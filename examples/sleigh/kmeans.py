# Finds three groups among Fisher's 150 irises by their measures alone (Lloyd's algorithm), and compares them with the species.
# Each worker keeps its share of the flowers; only sums and counts travel.
#
#     nws run examples/sleigh/kmeans.py

import csv
from collections import Counter
from pathlib import Path

with open(Path(__file__).parent / "data" / "iris.csv", newline="") as file:
    rows = list(csv.reader(file))[1:]
flowers = [[float(text) for text in row[:4]] for row in rows]
species = [row[4] for row in rows]


def keep(flowers):
    global mine
    mine = flowers[SleighRank::SleighWorkerCount]


def nearest(flower, centres):
    return min(range(len(centres)), key=lambda k: sum((x - c) ** 2 for x, c in zip(flower, centres[k])))


def sums(centres):
    """For each centre the sum of the flowers nearest to it, and their number."""
    totals = [[0.0] * len(centre) + [0] for centre in centres]
    for flower in mine:
        total = totals[nearest(flower, centres)]
        total[:] = [a + b for a, b in zip(total, flower + [1])]
    return totals


sleigh.eachWorker(keep, flowers)
centres, moved, rounds = [flowers[0], flowers[50], flowers[100]], True, 0
while moved:
    totals = [[sum(column) for column in zip(*parts)] for parts in zip(*sleigh.eachWorker(sums, centres))]
    means = [[round(x / total[-1], 9) for x in total[:-1]] for total in totals]
    centres, moved, rounds = means, means != centres, rounds + 1

print(f"{rounds} rounds")
for k, centre in enumerate(centres):
    members = Counter(name for name, flower in zip(species, flowers) if nearest(flower, centres) == k)
    print(" ".join(f"{x:.2f}" for x in centre), "|", ", ".join(f"{n} {name}" for name, n in sorted(members.items())))
