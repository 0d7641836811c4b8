import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Sleigh, SleighTaskException } from '../kit/nws.mjs';
import { newWorkspace } from '../kit/server.mjs';

const WORKERS = 2;
const sleigh = new Sleigh({ workerCount: WORKERS });
test.before(() => sleigh.start());
test.after(() => sleigh.stop());

const collect = async (iterator) => {
  const values = [];
  for await (const value of iterator) values.push(value);
  return values;
};
const count = (name) => async () => (await sleigh.nws.listVars()).find((variable) => variable.name === name)?.values ?? 0;

/** An endless iterable that knows how far it was read, and whether it was let go. */
function numbers() {
  const state = { taken: 0, released: new Promise((resolve) => { numbers.resolve = resolve; }) };
  const released = numbers.resolve;
  state[Symbol.iterator] = function* all() {
    try {
      for (;;) yield state.taken++;
    } finally {
      released();
    }
  };
  return state;
}

test('imap gives results in the order of the elements', async () => {
  assert.deepEqual(await collect(sleigh.imap((x) => x * x, [1, 2, 3, 4, 5])), [1, 4, 9, 16, 25]);
  assert.deepEqual(await collect(sleigh.imap((a, b) => a + b, [1, 2, 3], new Set([10, 20]))), [11, 22]);
  assert.deepEqual(await collect(sleigh.imap('SleighArguments[0] + 1', 'ab')), ['a1', 'b1']);
  assert.deepEqual(await collect(sleigh.imap((x) => x, [])), []);
});

test('starmap takes lists of arguments', async () => {
  async function* pairs() {
    yield [2, 5];
    yield new Set([3, 2]);
  }
  assert.deepEqual(await collect(sleigh.starmap(Math.pow, pairs())), [32, 9]);
  await assert.rejects(collect(sleigh.starmap(Math.pow, [1])), /starmap takes lists of arguments, not 1/);
});

test('options stand behind the iterables, or are given before', async () => {
  const results = await collect(sleigh.imap((x) => x + 1, [1, 2, 3, 4, 5], { chunkSize: 2, loadFactor: 1 }));
  assert.deepEqual(results, [2, 3, 4, 5, 6]);
  const python = sleigh.using({ type: 'eval', argPermute: [0] }).imap('SleighArguments', [1]);
  assert.deepEqual(await collect(python), [[1]]);
  assert.throws(() => sleigh.imap((x) => x, [1], { blocking: false }), /'blocking' is not an option of imap/);
  assert.throws(() => sleigh.imap((x) => x), /made from one or more iterables/);
  assert.throws(() => sleigh.imap((x) => x, 5), /made from one or more iterables, not from 5/);
  const y = 1;
  assert.throws(() => sleigh.imap((x) => x + y, [1]), /uses 'y'/);
});

test('of an endless iterable no more is read than the load allows', async () => {
  const source = numbers();
  const iterator = sleigh.imap((x) => x + 1, source, { loadFactor: 3 });
  const seen = [];
  for await (const value of iterator) {
    seen.push(value);
    assert.ok(iterator.submitted - iterator.returned <= 3 * WORKERS);
    assert.ok(iterator.buffered <= 3 * WORKERS);
    assert.ok(source.taken <= seen.length + 3 * WORKERS);
    if (seen.length === 100) break;
  }
  assert.deepEqual(seen, Array.from({ length: 100 }, (_, i) => i + 1));
  assert.equal(iterator.stopped, true);
  assert.equal(iterator.returned, 100);
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  await source.released;
});

test('a loop that is left ends its tasks, and no one else\'s', { timeout: 180_000 }, async () => {
  const hold = (name) => globalThis.SleighUserNws.find(name);
  const other = sleigh.eachElem(hold, Array(6).fill('gate'));
  const iterator = sleigh.imap(hold, Array(20).fill('gate'), { loadFactor: 10 });
  while (iterator.submitted < 20) await sleigh.nws.findTry('nothing');
  await iterator.stop();
  await sleigh.userNws.store('gate', 'open');
  assert.deepEqual(await other, Array(6).fill('open'));
  assert.deepEqual(await collect(sleigh.imap((x) => x, [1])), [1]);
  assert.equal(await count('task')(), 0);
  await sleigh.userNws.fetch('gate');
});

test('after shutdown what was submitted is still returned', async () => {
  const source = numbers();
  const iterator = sleigh.imap((x) => x, source, { loadFactor: 2 });
  await iterator.next();
  iterator.shutdown();
  const rest = await collect(iterator);
  assert.deepEqual(rest, Array.from({ length: iterator.submitted - 1 }, (_, i) => i + 1));
  assert.ok(iterator.submitted <= 2 * WORKERS + 1);
  await source.released;
});

test('an iterable that fails does so behind its last result', async () => {
  function* failing() {
    yield 1;
    yield 2;
    throw new RangeError('no more');
  }
  const iterator = sleigh.imap((x) => x, failing());
  assert.deepEqual([(await iterator.next()).value, (await iterator.next()).value], [1, 2]);
  await assert.rejects(iterator.next(), RangeError);
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

test('a failed task is a result, or thrown if that is wanted', async () => {
  const fail = (x) => { if (x === 2) throw new Error('bad'); return x; };
  const results = await collect(sleigh.imap(fail, [1, 2, 3]));
  assert.ok(results[1] instanceof SleighTaskException);
  assert.deepEqual([results[0], results[1].tag, results[2]], [1, 1, 3]);
  await assert.rejects(collect(sleigh.imap(fail, [1, 2, 3], { collectErrors: false })), { name: 'SleighTaskException', tag: 1 });
});

test('an argument that cannot be sent is an error', async () => {
  const iterator = sleigh.imap((x) => x, [1, () => 2]);
  await assert.rejects(collect(iterator), { name: 'NwsValueError' });
  assert.equal(iterator.stopped, true);
});

test('several nexts at once are answered in order', async () => {
  const iterator = sleigh.imap((x) => x, [1, 2, 3]);
  const steps = await Promise.all(Array.from({ length: 5 }, () => iterator.next()));
  assert.deepEqual(steps.map(({ value }) => value), [1, 2, 3, undefined, undefined]);
});

test('tasks are made from the values of a variable while they come', async (t) => {
  const ws = await newWorkspace(t);
  const iterator = sleigh.imap((x) => x * 2, ws.ifetch('x'));
  await ws.store('x', 1);
  assert.equal((await iterator.next()).value, 2);
  await ws.store('x', 2);
  assert.equal((await iterator.next()).value, 4);
  await iterator.stop();
  await ws.store('x', 3);
  assert.equal(await ws.fetch('x'), 3);
});

test('an iterator is aborted by a signal', async () => {
  const aborter = new AbortController();
  const iterator = sleigh.imap(() => globalThis.SleighUserNws.find('never'), [1], { signal: aborter.signal });
  const waiting = iterator.next();
  aborter.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await sleigh.userNws.store('never', 1);
  const aborted = sleigh.imap((x) => x, [1], { signal: AbortSignal.abort() });
  await assert.rejects(aborted.next(), { name: 'AbortError' });
});

test('however many take part, Node.js sees no reason to warn', async () => {
  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning));
  const { signal } = new AbortController();
  const results = await Promise.all(Array.from({ length: 20 }, () =>
    collect(sleigh.imap((x) => x, Array(20).fill(1), { signal, loadFactor: 20 }))));
  assert.equal(results.flat().length, 400);
  setImmediate(() => process.emitWarning('the last'));
  while (!warnings.some(({ message }) => message === 'the last')) await once(process, 'warning');
  assert.deepEqual(warnings.map(({ message }) => message), ['the last']);
});
