// Nws, master and tasks in JavaScript.
import { createInterface } from 'node:readline';
import { Sleigh } from 'nws/sleigh';

const sleigh = await Sleigh.start({ workerCount: 2 });
const measurements = {
  single: (elements) => sleigh.eachElem((x) => x, elements, [], { chunkSize: 1 }),
  automatic: (elements) => sleigh.eachElem((x) => x, elements),
};
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [name, count] = line.split(' ');
  const elements = Array.from({ length: Number(count) }, (_, i) => i);
  const start = performance.now();
  const results = await measurements[name](elements);
  const seconds = (performance.now() - start) / 1000;
  if (results.some((result, i) => result !== i)) throw new Error(`${line}: the results are wrong`);
  console.log(seconds);
}
await sleigh.stop();
