// A picture of the Mandelbrot set, a row of it per element; the rows in the middle take a hundred times as long as those outside.
//
//     nws run examples/sleigh/mandelbrot.mjs [FILE.pgm]

import { writeFile } from 'node:fs/promises';

const [WIDTH, HEIGHT, LIMIT] = [300, 200, 200];
const [LEFT, TOP, STEP] = [-2.0, 1.0, 0.01];

function rowOf(ci, width, left, step, limit) {
  const row = new Uint8Array(width);
  for (let i = 0; i < width; i++) {
    const cr = left + i * step;
    let [x, y, steps] = [0, 0, 0];
    for (; x * x + y * y <= 4 && steps < limit; steps++) [x, y] = [x * x - y * y + cr, 2 * x * y + ci];
    row[i] = 255 - Math.floor(255 * steps / limit);
  }
  return row;
}

const lines = Array.from({ length: HEIGHT }, (_, i) => TOP - i * STEP);
const rows = await sleigh.eachElem(rowOf, lines, [WIDTH, LEFT, STEP, LIMIT]);
const [path = 'mandelbrot.pgm'] = process.argv.slice(2);
await writeFile(path, Buffer.concat([Buffer.from(`P5 ${WIDTH} ${HEIGHT} 255\n`), ...rows]));
const inside = rows.reduce((sum, row) => sum + row.filter((shade) => shade === 0).length, 0);
console.log(`${path}: ${WIDTH} x ${HEIGHT}, ${inside} points inside, the area is about ${(inside * STEP * STEP).toFixed(2)}`);
