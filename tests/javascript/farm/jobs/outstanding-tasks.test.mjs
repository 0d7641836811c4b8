import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nwsFile } from '../../kit/nws.mjs';

const { OutstandingTasks } = await import(nwsFile('farm/jobs/outstanding-tasks.mjs'));

test('a record may answer several tasks that follow one another', () => {
  const tasks = new OutstandingTasks();
  for (const [tag, size] of [[0, 2], [2, 1], [3, 4], [7, 1]]) tasks.add(tag, size);
  assert.deepEqual([tasks.count, tasks.elements], [4, 8]);
  assert.equal(tasks.strike(2, 5), true);
  assert.deepEqual([tasks.count, tasks.elements], [2, 3]);
  assert.equal(tasks.strike(0, 2), true);
  assert.equal(tasks.strike(7, 1), true);
  assert.deepEqual([tasks.count, tasks.elements], [0, 0]);
});

test('a second answer does not count', () => {
  const tasks = new OutstandingTasks();
  tasks.add(0, 1);
  assert.deepEqual([tasks.strike(0, 1), tasks.strike(0, 1)], [true, false]);
  assert.deepEqual([tasks.count, tasks.elements], [0, 0]);
});
