import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sleigh, SleighProgress } from '../kit/nws.mjs';
import '../kit/server.mjs';

const sleigh = new Sleigh({ workerCount: 2 });
test.before(() => sleigh.start());
test.after(() => sleigh.stop());

const range = (count) => Array.from({ length: count }, (_, i) => i);
const fail = (x) => { if (x === 2) throw new RangeError('bad'); return x; };

test('tiny elements are grouped into tasks by themselves', async () => {
  const elements = range(3000);
  let largest = 0;
  const accumulator = {
    sum: 0,
    result(values) { for (const x of values) this.sum += x; largest = Math.max(largest, values.length); },
    value() { return this.sum; },
  };
  assert.equal(await sleigh.eachElem((x) => x + 1, elements, [], { accumulator }), (3000 * 3001) / 2);
  assert.ok(largest > 1, 'all tasks had one element');
});

test('results come back under the names of the elements', async () => {
  const double = (x) => 2 * x;
  assert.deepEqual(await sleigh.eachElem(double, { one: 1, __proto__: null, 'two and': 2 }), { one: 2, 'two and': 4 });
  const key = { any: 'key' };
  assert.deepEqual(await sleigh.eachElem(double, new Map([[key, 5], [7, 8]])), new Map([[key, 10], [7, 16]]));
  assert.deepEqual(await sleigh.eachElem(double, {}), {});
  const { good, bad } = await sleigh.eachElem(fail, { good: 1, bad: 2 });
  assert.deepEqual([good, bad.remoteType, bad.tag], [1, 'RangeError', 1]);
  const pending = await sleigh.eachElem(double, { a: 1 }, [], { blocking: false });
  assert.deepEqual(await pending.wait(), { a: 2 });
});

test('progress is told whenever results arrive', async () => {
  const seen = [];
  await sleigh.eachElem(fail, range(20), [], { progress: (progress) => seen.push(progress), chunkSize: 3 });
  assert.ok(seen.every((progress) => progress instanceof SleighProgress && progress.total === 20));
  assert.ok(seen.every(({ done }, i) => i === 0 || done > seen[i - 1].done));
  const last = seen.at(-1);
  assert.deepEqual([last.done, last.failed, last.remaining], [20, 1, 0]);
  assert.ok(last.rate > 0 && Math.abs(last.rate - 20 / last.elapsed) < 1e-9);

  const ofIterator = [];
  for await (const x of sleigh.imap((x) => x, range(5), { progress: (progress) => ofIterator.push(progress) })) fail(x + 3);
  assert.deepEqual([ofIterator.at(-1).done, ofIterator.at(-1).total, ofIterator.at(-1).remaining], [5, null, null]);
});

test('whoever is told of progress may end the call', async () => {
  const progress = () => { throw new Error('enough'); };
  await assert.rejects(sleigh.eachElem((x) => x, [1, 2], [], { progress }), /enough/);
});

test('the first failure ends the call, and what waits is not run', async () => {
  const run = async (x) => {
    await globalThis.SleighUserNws.store('run', x);
    if (x === 0) throw new RangeError('bad');
    await globalThis.SleighUserNws.find('never');
  };
  const call = sleigh.eachElem(run, range(50), [], { failFast: true });
  await assert.rejects(call, { name: 'SleighTaskException', remoteType: 'RangeError', tag: 0 });
  await sleigh.eachWorker(() => 'free again');
  const begun = [];
  for await (const x of sleigh.userNws.ifetchTry('run')) begun.push(x);
  assert.ok(begun.length <= 3, `${begun} were begun`);

  const failing = sleigh.imap(run, range(50), { failFast: true });
  await assert.rejects(failing.next(), { name: 'SleighTaskException', tag: 0 });
  assert.equal(failing.stopped, true);
});

test('of both ways to treat errors only one can be wanted', async () => {
  const options = { failFast: true, collectErrors: true };
  await assert.rejects(sleigh.eachElem((x) => x, [1], [], options), /failFast and collectErrors exclude each other/);
});
