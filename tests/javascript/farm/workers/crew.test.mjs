import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nwsFile } from '../../kit/nws.mjs';

const { ReplacementPolicy } = await import(nwsFile('farm/workers/replacement-policy.mjs'));
const { fits, noWorkerHas, taskVariable } = await import(nwsFile('farm/workers/worker-tags.mjs'));

test('a worker that has worked is replaced at once, others later and later', () => {
  const policy = new ReplacementPolicy();
  assert.deepEqual([1, 2, 3, 4].map(() => policy.afterEnd(true, false)), [0, 100, 200, 400]);
  assert.equal(policy.afterEnd(true, true), 0);
  const waits = Array.from({ length: 30 }, () => policy.afterEnd(true, false));
  assert.equal(Math.max(...waits), 2000);
  assert.equal(waits.at(-1), null);
});

test('where the first worker did not join, none is started again, and elsewhere not for ever', () => {
  assert.equal(new ReplacementPolicy().afterEnd(false, false), null);
  const policy = new ReplacementPolicy();
  policy.afterEnd(true, true);
  assert.deepEqual([1, 2, 3, 4, 5].map(() => policy.afterEnd(false, false) === null), [false, false, false, false, true]);
});

test('the tags of a job choose where its tasks hang, and who takes them', () => {
  assert.equal(taskVariable(), 'task');
  assert.equal(taskVariable(['gpu', 'big', 'gpu']), 'task#big,gpu');
  assert.equal(fits({ tags: ['gpu', 'big', 'x'] }, ['big', 'gpu']), true);
  assert.equal(fits({ tags: ['gpu'] }, ['big', 'gpu']), false);
  assert.deepEqual([fits({}, ['gpu']), fits({ tags: null }, ['gpu']), fits({}, [])], [false, false, true]);
});

test('a job that no worker is fit for hears which tags there are', () => {
  const members = [{ tags: ['gpu', 'big'] }, { tags: ['big', 'gpu'] }, { tags: ['x'] }, { tags: [] }, {}];
  assert.equal(noWorkerHas(['huge'], members).message,
    "none of the 5 workers has the tag 'huge'. The tags there are: big, gpu (2 workers); x (1 worker)");
  assert.match(noWorkerHas(['a', 'b'], [{}]).message, /^none of the 1 worker has all of the tags 'a', 'b'\. None has a tag/);
});
