# Estimates pi by throwing darts on all workers.
#
#     nws run examples/pi.py

THROWS = 200_000


def hits(seed, throws):
    import random
    dart = random.Random(seed)
    return sum(dart.random() ** 2 + dart.random() ** 2 < 1 for _ in range(throws))


inside = sleigh.eachElem(hits, range(10), THROWS)
print(f"pi is about {4 * sum(inside) / (len(inside) * THROWS):.2f}")
