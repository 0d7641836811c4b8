import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NwsTuple, nwsFile, Sleigh, SleighIllegalValueException } from '../kit/nws.mjs';

const { argumentLists } = await import(nwsFile('farm/element-args.mjs'));
const { checkedOptions, jobRecord } = await import(nwsFile('farm/task-options.mjs'));

test('a list of values is one varying argument', () => {
  assert.deepEqual(argumentLists([1, 2]), [[1], [2]]);
  assert.deepEqual(argumentLists(['ab', 'cd']), [['ab'], ['cd']]);
  assert.deepEqual(argumentLists('ab'), [['a'], ['b']]);
  assert.deepEqual(argumentLists(new Set([1, 2])), [[1], [2]]);
  assert.deepEqual(argumentLists(new Float64Array([1, 2])), [[1], [2]]);
  assert.deepEqual(argumentLists([[]]), []);
  assert.deepEqual(argumentLists([]), []);
});

test('a list of lists has one for each varying argument, and the shortest counts', () => {
  assert.deepEqual(argumentLists([[1, 2, 3], ['a', 'b']]), [[1, 'a'], [2, 'b']]);
  assert.deepEqual(argumentLists([NwsTuple.of(1, 2), new Set([3, 4])]), [[1, 3], [2, 4]]);
});

test('what cannot be iterated over is refused', () => {
  for (const value of [5, null, {}]) assert.throws(() => argumentLists(value), SleighIllegalValueException);
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

test('senseless options are refused by name', () => {
  assert.throws(() => checkedOptions({ blokking: true }), /'blokking' is not an option of tasks; there are type,/);
  assert.throws(() => checkedOptions({ loadFactor: 0 }), /loadFactor is a positive number, not 0/);
  assert.throws(() => checkedOptions({ type: 'call' }), /type is one of invoke, eval, define, not 'call'/);
  assert.throws(() => jobRecord((x) => x, [], { language: 'python' }), /cannot run as python/);
  assert.throws(() => jobRecord(5, [], {}), /a function or a text/);
  assert.throws(() => new Sleigh({ workers: 2 }), /'workers' is not an option of a Sleigh; there are workerCount,/);
  assert.throws(() => new Sleigh({ workerCount: 0 }), /workerCount is a positive whole number, not 0/);
});
