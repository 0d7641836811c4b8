# A picture of the Mandelbrot set, a row of it per element; the rows in the middle take a hundred times as long as those outside.
#
#     nws run examples/sleigh/mandelbrot.py [FILE.pgm]

import sys

WIDTH, HEIGHT, LIMIT = 300, 200, 200
LEFT, TOP, STEP = -2.0, 1.0, 0.01


def row_of(y, width, left, step, limit):
    row = bytearray(width)
    for x in range(width):
        z, c, steps = 0j, complex(left + x * step, y), 0
        while abs(z) <= 2 and steps < limit:
            z = z * z + c
            steps += 1
        row[x] = 255 - 255 * steps // limit
    return bytes(row)


rows = sleigh.eachElem(row_of, [TOP - i * STEP for i in range(HEIGHT)], [WIDTH, LEFT, STEP, LIMIT])
path = sys.argv[1] if len(sys.argv) > 1 else "mandelbrot.pgm"
with open(path, "wb") as picture:
    picture.write(b"P5 %d %d 255\n" % (WIDTH, HEIGHT) + b"".join(rows))
inside = sum(row.count(0) for row in rows)
print(f"{path}: {WIDTH} x {HEIGHT}, {inside} points inside, the area is about {inside * STEP * STEP:.2f}")
