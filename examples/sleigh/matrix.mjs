// Multiplies two matrices, a block of rows per element; every task also gets the whole second matrix, as a fixed argument.
//
//     nws run examples/sleigh/matrix.mjs [SIZE]

const [SIZE, BLOCK] = [Number(process.argv[2] ?? 120), 10];

function times(rows, matrix) {
  return rows.map((row) => matrix[0].map((_, j) => row.reduce((sum, a, i) => sum + a * matrix[i][j], 0)));
}

const square = (entry) => Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (__, j) => entry(i, j)));
const a = square((i, j) => (i * 7 + j * 3) % 10);
const b = square((i, j) => (i * 2 + j * 5) % 10);
const blocks = Array.from({ length: Math.ceil(SIZE / BLOCK) }, (_, k) => a.slice(k * BLOCK, (k + 1) * BLOCK));
const product = (await sleigh.eachElem(times, [blocks], [b])).flat();
const trace = product.reduce((sum, row, i) => sum + row[i], 0);
const right = JSON.stringify(product.slice(0, 1)) === JSON.stringify(times(a.slice(0, 1), b));
console.log(`${SIZE} x ${SIZE}: trace ${trace}, sum ${product.flat().reduce((sum, x) => sum + x)}, right: ${right}`);
