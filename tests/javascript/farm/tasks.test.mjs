import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NwsTuple, nwsFile, Sleigh, SleighIllegalValueException } from '../kit/nws.mjs';

const { elementsOf } = await import(nwsFile('farm/jobs/elements.mjs'));
const { jobRecord } = await import(nwsFile('farm/jobs/job-record.mjs'));
const { checkedOptions } = await import(nwsFile('farm/task-options.mjs'));

const rowsOf = (elementArgs) => [...elementsOf(elementArgs).rows];

test('a list of values is one varying argument', () => {
  assert.deepEqual(rowsOf([1, 2]), [[1], [2]]);
  assert.deepEqual(rowsOf(['ab', 'cd']), [['ab'], ['cd']]);
  assert.deepEqual(rowsOf('ab'), [['a'], ['b']]);
  assert.deepEqual(rowsOf(new Set([1, 2])), [[1], [2]]);
  assert.deepEqual(rowsOf(new Float64Array([1, 2])), [[1], [2]]);
  assert.deepEqual(rowsOf([[]]), []);
  assert.deepEqual(rowsOf([]), []);
});

test('a list of lists has one for each varying argument, and the shortest counts', () => {
  assert.deepEqual(rowsOf([[1, 2, 3], ['a', 'b']]), [[1, 'a'], [2, 'b']]);
  assert.deepEqual(rowsOf([NwsTuple.of(1, 2), new Set([3, 4])]), [[1, 3], [2, 4]]);
});

test('the values of an object or Map are elements', () => {
  const results = (elementArgs) => elementsOf(elementArgs).named(['x', 'y']);
  assert.deepEqual(rowsOf({ a: 1, b: [2] }), [[1], [[2]]]);
  assert.deepEqual(rowsOf(new Map([[1, [2, 3]], ['b', 4]])), [[[2, 3]], [4]]);
  assert.deepEqual(results({ a: 1, b: 2 }), { a: 'x', b: 'y' });
  assert.deepEqual(results(new Map([[1, 2], [null, 3]])), new Map([[1, 'x'], [null, 'y']]));
  assert.deepEqual(results([1, 2]), ['x', 'y']);
});

test('what cannot be iterated over is refused', () => {
  for (const value of [5, null, new Date(), () => 1]) assert.throws(() => rowsOf(value), SleighIllegalValueException);
});

test('a job record says what workers have to do', () => {
  const text = jobRecord('x', [1], { language: 'python', argPermute: [1, 0] });
  assert.deepEqual(text.record, { language: 'python', type: 'eval', code: 'x', fixed: [1], permute: [1, 0] });
  const called = jobRecord((x) => x, [], {});
  assert.deepEqual(called.record, { language: 'javascript', type: 'invoke', code: '(x) => x', fixed: [], permute: null });
});

test('a job for the sandbox says so, and is JavaScript that defines nothing', () => {
  assert.equal(jobRecord((x) => x, [], { sandbox: true }).record.sandbox, true);
  assert.ok(!('sandbox' in jobRecord((x) => x, [], { sandbox: false }).record));
  assert.throws(() => jobRecord('x', [], { language: 'python', sandbox: true }), /JavaScript only, not python/);
  assert.throws(() => jobRecord('let x', [], { type: 'define', sandbox: true }), /keeps no definitions/);
  assert.throws(() => checkedOptions({ sandbox: 1 }), /sandbox is true or false/);
});

test('a job record tells the conditions of its tasks', () => {
  const options = checkedOptions({ timeLimit: 1.5, rngSeed: 0, tags: ['gpu', 'big', 'gpu'], priority: 5 });
  const { record } = jobRecord('x', [], options);
  assert.deepEqual([record.limit, record.seed, record.tags], [1.5, 0, ['big', 'gpu']]);
  assert.deepEqual(Object.keys(jobRecord('x', [], {}).record), ['language', 'type', 'code', 'fixed', 'permute']);
});

test('senseless conditions are refused by name', () => {
  const refused = (options, message) => assert.throws(() => checkedOptions(options), message);
  refused({ timeLimit: 0 }, /timeLimit is a positive number of seconds, not 0/);
  refused({ timeLimit: Infinity }, /timeLimit is a positive number of seconds, not Infinity/);
  refused({ rngSeed: 0.5 }, /rngSeed is a whole number of at most 64 bits, not 0.5/);
  refused({ rngSeed: 2n ** 63n }, /rngSeed is a whole number of at most 64 bits/);
  refused({ tags: [] }, /tags is a list of 1 to 6 tags/);
  refused({ tags: ['a,b'] }, /tags is a list of 1 to 6 tags of letters, digits, .* not \['a,b'\]/);
  refused({ priority: 1001 }, /priority is a whole number from -1000 to 1000, not 1001/);
  refused({ output: 'yes' }, /output is true, false or a function/);
  assert.equal(checkedOptions({ rngSeed: -(2n ** 63n) }).rngSeed, -(2n ** 63n));
});

test('senseless options are refused by name', () => {
  assert.throws(() => checkedOptions({ blokking: true }), /'blokking' is not an option of tasks; there are type,/);
  assert.throws(() => checkedOptions({ loadFactor: 0 }), /loadFactor is a positive number, not 0/);
  assert.throws(() => checkedOptions({ type: 'call' }), /type is one of invoke, eval, define, not 'call'/);
  assert.throws(() => jobRecord((x) => x, [], { language: 'python' }), /cannot run as python/);
  assert.throws(() => jobRecord(5, [], {}), /a function or a text/);
  assert.throws(() => new Sleigh({ workers: 2 }), /'workers' is not an option of a Sleigh; there are launch,/);
  assert.throws(() => new Sleigh({ workerCount: 0 }), /workerCount is a positive whole number, not 0/);
});
