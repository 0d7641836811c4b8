import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

let host;
before(async () => { host = await KernelHost.start(); });
after(() => host.stop());

const rowsOf = (values) => values.map((value) => [value]);

/** What became of the elements, whether it was told while the map ran or at its end, and the error that ended the map. */
async function map(code, values, options = {}) {
  const all = { values: [], errors: new Map() };
  const add = (part, errors) => {
    all.values.push(...part);
    for (const [at, error] of errors instanceof Map ? errors : []) all.errors.set(at, error);
  };
  host.onPart = ([, part, errors]) => add(part, errors);
  const { type = 'invoke', fixed = [], permute = null, ...given } = options;
  try {
    const rest = await host.request('map', type, code, rowsOf(values), fixed, permute, given);
    add(rest.values, rest.errors);
  } catch (error) {
    all.ended = error;
  }
  return all;
}

test('an error that nobody catches is that of the element that is waited for', { timeout: 60_000 }, async () => {
  const code = 'x => { if (x === 1) setTimeout(() => { throw new RangeError("late"); }, 1); return new Promise((done) => setTimeout(done, x === 1 ? 60_000 : 1, x)); }';
  const { values, errors } = await map(code, [0, 1, 2]);
  assert.deepEqual(values, [0, null, 2]);
  assert.deepEqual([...errors].map(([at, { type, message }]) => [at, type, message]), [[1, 'RangeError', 'late']]);
});

test('what an element leaves behind is done before the next begins', { timeout: 60_000 }, async () => {
  const code = 'x => { globalThis.log ??= []; log.push(x); Promise.resolve().then(() => log.push(`${x} later`)); return [...log]; }';
  assert.deepEqual((await map(code, [0, 1])).values, [[0], [0, '0 later', 1]]);
});

test('an error that cannot be looked at is an error of its element', { timeout: 60_000 }, async () => {
  const code = 'x => { if (x === 1) throw Object.defineProperty(new Error(), "message", { get() { throw new RangeError("hidden"); } }); return x; }';
  const { values, errors } = await map(code, [0, 1, 2]);
  assert.deepEqual(values, [0, null, 2]);
  assert.equal(errors.get(1).message, 'hidden');
});

test('a function knows nothing of the kernel', { timeout: 60_000 }, async () => {
  const code = '(function () { return this === globalThis; })';
  assert.deepEqual((await map(code, [0])).values, [true]);
});

test('a function of a module is called, and texts of statements run', { timeout: 60_000 }, async () => {
  assert.deepEqual((await map('node:path.basename', ['/a/b', 'c/d'])).values, ['b', 'd']);
  assert.deepEqual((await map('let twice = SleighArguments[0] * 2; twice + 1', [1, 2], { type: 'evaluate' })).values, [3, 5]);
});

test('a promise that settles after an interrupt starts no further element', { timeout: 60_000 }, async () => {
  const waiting = map('x => { globalThis.begun = x; return new Promise((done) => { globalThis.end = done; console.log(x); }); }', [1, 2]);
  await new Promise((resolve) => { host.onOutput = resolve; });
  host.process.kill('SIGINT');
  assert.equal((await waiting).ended.type, 'InterruptedError');
  await host.request('evaluate', 'end(1)', []);
  assert.equal(await host.request('evaluate', 'new Promise((done) => setImmediate(() => done(begun)))', []), 1);
});

for (const [kind, code] of [['at once', 'x => x + 1'], ['by a promise', 'async (x) => x + 1'], ['later', '(x) => new Promise((done) => setImmediate(done, x + 1))']]) {
  test(`one interrupt ends a map of many elements that answer ${kind}, and nothing is torn`, { timeout: 120_000 }, async () => {
    const values = Array.from({ length: 20_000 }, (_, i) => i);
    let ended = 0;
    for (let i = 0; i < 20; i++) {
      const going = map(code, values);
      await new Promise((resolve) => setTimeout(resolve, i));
      host.process.kill('SIGINT');
      const result = await going;
      if (result.ended) ended++;
      assert.deepEqual(result.values, values.slice(0, result.values.length).map((x) => x + 1));
      assert.equal(result.ended?.type ?? result.values.length, result.ended ? 'InterruptedError' : values.length);
      assert.equal(await host.request('evaluate', '1 + 1', []).catch((error) => error.type === 'InterruptedError' && 2), 2);
    }
    assert.ok(ended > 0);
  });
}
