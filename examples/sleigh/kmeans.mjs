// Finds three groups among Fisher's 150 irises by their measures alone (Lloyd's algorithm), and compares them with the species.
// Each worker keeps its share of the flowers; only sums and counts travel.
//
//     nws run examples/sleigh/kmeans.mjs

import { readFile } from 'node:fs/promises';

const text = await readFile(new URL('data/iris.csv', import.meta.url), 'utf8');
const rows = text.trim().split('\n').slice(1).map((line) => line.split(','));
const flowers = rows.map((row) => row.slice(0, 4).map(Number));
const species = rows.map((row) => row[4]);

function nearest(flower, centres) {
  const distance = (centre) => flower.reduce((sum, x, i) => sum + (x - centre[i]) ** 2, 0);
  return centres.map(distance).reduce((best, d, k, all) => (d < all[best] ? k : best), 0);
}

/** For each centre the sum of the flowers nearest to it, and their number. */
function sums(centres) {
  const totals = centres.map((centre) => [...centre.map(() => 0), 0]);
  for (const flower of mine) {
    const total = totals[nearest(flower, centres)];
    [...flower, 1].forEach((x, i) => { total[i] += x; });
  }
  return totals;
}

await sleigh.define(nearest);
await sleigh.eachWorker((all) => {
  globalThis.mine = all.filter((_, i) => i % SleighWorkerCount === SleighRank);
}, flowers);

let centres = [flowers[0], flowers[50], flowers[100]];
for (let moved = true, rounds = 1; moved; rounds++) {
  const parts = await sleigh.using({ globals: ['mine', 'nearest'] }).eachWorker(sums, centres);
  const totals = centres.map((_, k) => parts.map((part) => part[k]).reduce((a, b) => a.map((x, i) => x + b[i])));
  const means = totals.map((total) => total.slice(0, -1).map((x) => Number((x / total.at(-1)).toFixed(9))));
  moved = JSON.stringify(means) !== JSON.stringify(centres);
  centres = means;
  if (!moved) console.log(`${rounds} rounds`);
}
for (const [k, centre] of centres.entries()) {
  const members = {};
  flowers.forEach((flower, i) => { if (nearest(flower, centres) === k) members[species[i]] = (members[species[i]] ?? 0) + 1; });
  console.log(centre.map((x) => x.toFixed(2)).join(' '), '|', Object.keys(members).sort().map((name) => `${members[name]} ${name}`).join(', '));
}
