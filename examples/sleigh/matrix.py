# Multiplies two matrices, a block of rows per element; every task also gets the whole second matrix, as a fixed argument.
#
#     nws run examples/sleigh/matrix.py [SIZE]

import sys

SIZE, BLOCK = int(sys.argv[1]) if len(sys.argv) > 1 else 120, 10


def times(rows, matrix):
    columns = list(zip(*matrix))
    return [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in rows]


a = [[(i * 7 + j * 3) % 10 for j in range(SIZE)] for i in range(SIZE)]
b = [[(i * 2 + j * 5) % 10 for j in range(SIZE)] for i in range(SIZE)]
blocks = sleigh.eachElem(times, [[a[i:i + BLOCK] for i in range(0, SIZE, BLOCK)]], [b])
product = [row for block in blocks for row in block]
trace = sum(product[i][i] for i in range(SIZE))
print(f"{SIZE} x {SIZE}: trace {trace}, sum {sum(map(sum, product))}, right: {product[:1] == times(a[:1], b)}")
