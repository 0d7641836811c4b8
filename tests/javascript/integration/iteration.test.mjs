import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newWorkspace } from '../kit/server.mjs';

/** All that an iterator has now. */
async function all(iterator) {
  const values = [];
  for await (const value of iterator) values.push(value);
  return values;
}

test('ifindTry sees every value once and leaves it', async (t) => {
  const ws = await newWorkspace(t);
  for (const value of [1, 2, 3]) await ws.store('x', value);
  const iterator = ws.ifindTry('x');
  assert.deepEqual(await all(iterator), [1, 2, 3]);
  await ws.store('x', 4);
  assert.deepEqual(await all(iterator), []);
  iterator.restart();
  assert.deepEqual(await all(iterator), [4]);
  iterator.reset();
  assert.deepEqual(await all(iterator), [1, 2, 3, 4]);
});

test('ifind waits for the values to come', async (t) => {
  const ws = await newWorkspace(t);
  const seen = [];
  const watching = (async () => {
    for await (const value of ws.ifind('x')) if (seen.push(value) === 3) return;
  })();
  for (const value of ['a', 'b', 'c']) await ws.store('x', value);
  await watching;
  assert.deepEqual(seen, ['a', 'b', 'c']);
});

test('a loop goes on where an earlier one was left', async (t) => {
  const ws = await newWorkspace(t);
  for (const value of [1, 2, 3]) await ws.store('x', value);
  const iterator = ws.ifindTry('x');
  for await (const value of iterator) if (value === 1) break;
  assert.deepEqual(await all(iterator), [2, 3]);
});

test('ifetchTry removes what it sees', async (t) => {
  const ws = await newWorkspace(t);
  for (const value of [1, 2]) await ws.store('x', value);
  assert.deepEqual(await all(ws.ifetchTry('x')), [1, 2]);
  assert.equal(await ws.fetchTry('x'), null);
  const waiting = ws.ifetch('x').next();
  await ws.store('x', 3);
  assert.deepEqual(await waiting, { value: 3, done: false });
});

test('several calls at once get one value each', async (t) => {
  const ws = await newWorkspace(t);
  for (const value of [1, 2, 3]) await ws.store('x', value);
  const iterator = ws.ifindTry('x');
  const steps = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()]);
  assert.deepEqual(steps.map(({ value }) => value), [1, 2, 3, undefined]);
});

test('an iterator can be aborted', async (t) => {
  const ws = await newWorkspace(t);
  const aborter = new AbortController();
  const waiting = ws.ifind('x', { signal: aborter.signal }).next();
  aborter.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
});

test('variables without an order cannot be iterated over', async (t) => {
  const ws = await newWorkspace(t);
  await ws.declare('x', 'lifo');
  await assert.rejects(ws.ifindTry('x').next(), { code: 'not_iterable' });
});

test('deleting the variable is noticed', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('x', 1);
  const iterator = ws.ifindTry('x');
  await iterator.next();
  await ws.deleteVar('x');
  await ws.store('x', 2);
  await assert.rejects(iterator.next(), { code: 'variable_deleted' });
  iterator.reset();
  assert.deepEqual(await all(iterator), [2]);
});
