// How sure is the correlation between how long the geyser Old Faithful erupts and how long it rests then? Ten thousand samples of
// the 272 eruptions, drawn with replacement, tell. The seed makes the samples the same for any number of workers.
//
//     nws run examples/sleigh/bootstrap.mjs

import { readFile } from 'node:fs/promises';

const SAMPLES = 10_000;

const text = await readFile(new URL('data/faithful.csv', import.meta.url), 'utf8');
const eruptions = text.trim().split('\n').slice(1).map((line) => line.split(',').map(Number));

function correlation(points) {
  const mean = (k) => points.reduce((sum, point) => sum + point[k], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

await sleigh.define(correlation);
const found = await sleigh.eachElem(
  (_, points) => correlation(points.map(() => points[Math.floor(Math.random() * points.length)])),
  Array.from({ length: SAMPLES }, (_, i) => i), [eruptions], { rngSeed: 1978 });

found.sort((a, b) => a - b);
const [low, high] = [found[SAMPLES / 40], found[SAMPLES - SAMPLES / 40]];
console.log(`correlation ${correlation(eruptions).toFixed(3)}, with 95% confidence between ${low.toFixed(3)} and ${high.toFixed(3)}`);
