import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decode, encode, equals, NetWorkSpace, NwsDeclarationFailedException, NwsDelivery,
  NwsNoWorkSpaceException, NwsValueError,
} from '../kit/nws.mjs';
import { SAMPLES } from '../kit/samples.mjs';
import { connect, newWorkspace, sameWorkspace, waiters } from '../kit/server.mjs';

test('values of every kind come back as they were', async (t) => {
  const ws = await newWorkspace(t);
  for (const [name, value] of SAMPLES) {
    await ws.store('x', value);
    assert.ok(equals(await ws.find('x', { exact: true }), value), name);
    assert.ok(equals(await ws.fetch('x'), decode(encode(value))), name);
  }
});

test('values come in the order of the mode', async (t) => {
  const ws = await newWorkspace(t);
  await ws.declare('stack', 'lifo');
  await ws.declare('latest', 'single');
  for (const name of ['queue', 'stack', 'latest']) for (const value of [1, 2, 3]) await ws.store(name, value);
  assert.deepEqual([await ws.fetch('queue'), await ws.fetch('queue')], [1, 2]);
  assert.deepEqual([await ws.fetch('stack'), await ws.fetch('stack')], [3, 2]);
  assert.deepEqual([await ws.fetch('latest'), await ws.fetchTry('latest')], [3, null]);
  await assert.rejects(ws.declare('queue', 'lifo'), NwsDeclarationFailedException);
});

test('a fetch waits for a value of another connection', async (t) => {
  const ws = await newWorkspace(t);
  const other = await sameWorkspace(t, ws);
  const value = ws.fetch('x');
  await waiters(other, 'x', 1);
  await other.store('x', 17);
  assert.equal(await value, 17);
  assert.equal(await ws.findTry('x', 'none'), 'none');
});

test('the first of several variables that has a value is taken', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('b', 'B');
  const delivery = await ws.fetch(['a', 'b']);
  assert.deepEqual([delivery.value, delivery.variable], ['B', 'b']);
  const waiting = ws.fetch(['a', 'b']);
  await ws.store('a', 'A');
  assert.equal((await waiting).variable, 'a');
  assert.equal(await ws.findTry(['a', 'b'], 'none'), 'none');
});

test('a value is neither lost nor doubled when its fetch is aborted', async (t) => {
  const ws = await newWorkspace(t);
  for (let round = 0; round < 200; round++) {
    const aborter = new AbortController();
    const fetched = ws.fetch('x', { signal: aborter.signal }).catch((error) => {
      assert.equal(error.name, 'AbortError');
      return null;
    });
    const stored = ws.store('x', round);
    aborter.abort();
    await stored;
    assert.equal(await fetched ?? await ws.fetchTry('x'), round);
    assert.equal(await ws.fetchTry('x'), null);
  }
});

test('a fetched value is confirmed, an unconfirmed one goes back', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('x', 'a');
  await ws.store('x', 'b');
  const consumer = await sameWorkspace(t, ws);
  assert.equal(await consumer.fetch('x'), 'a');
  const leased = await consumer.fetch('x', { lease: true });
  assert.equal(leased.attempt, 1);
  await consumer.server.close();
  const again = await ws.fetch(['x']);
  assert.deepEqual([again.value, again.attempt], ['b', 2]);
  assert.equal(await ws.fetchTry('x'), null);
});

test('a lease is completed together with stores, or released', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('task', 1);
  await (await ws.fetch('task', { lease: true })).release();
  const task = await ws.fetch('task', { lease: true });
  assert.equal(task.attempt, 2);
  await assert.rejects(task.complete([['result', () => 1]]), /a function cannot be stored/);
  await task.complete([['result', 'one'], ['log', 'done']]);
  assert.deepEqual([await ws.fetch('result'), await ws.fetch('log'), await ws.fetchTry('task')], ['one', 'done', null]);
  await assert.rejects(task.release(), { code: 'no_lease' });
});

test('time limits end a wait', async (t) => {
  const ws = await newWorkspace(t);
  await assert.rejects(ws.find('x', { timeout: 0.01 }), { name: 'NwsTimeoutException' });
  assert.equal(await ws.findTry('x', 'none', { timeout: 0.01 }), 'none');
});

test('deletion ends what waits', async (t) => {
  const ws = await newWorkspace(t);
  const waiting = ws.fetch('x');
  await ws.deleteVar('x');
  await assert.rejects(waiting, { code: 'variable_deleted' });
  await ws.server.deleteWs(ws.currentWs());
  await assert.rejects(ws.store('x', 1), NwsNoWorkSpaceException);
});

test('listings tell what is there', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('b', 1);
  await ws.store('a', 1);
  assert.deepEqual(await ws.listVars(), [
    { name: 'a', values: 1, fetchers: 0, finders: 0, mode: 'fifo' },
    { name: 'b', values: 1, fetchers: 0, finders: 0, mode: 'fifo' },
  ]);
  const [entry] = await ws.server.listWss({ name: ws.currentWs(), variables: true });
  assert.equal(entry.mine, true);
  assert.deepEqual(entry.names, ['a', 'b']);
});

test('a workspace ends with its owner, unless it is persistent', async (t) => {
  const observer = await connect(t);
  const names = [await observer.mktempWs('owned_%d'), await observer.mktempWs('kept_%d')];
  const owner = await connect(t);
  await owner.openWs(names[0]);
  await owner.openWs(names[1], { persistent: true });
  await owner.close();
  await assert.rejects(observer.useWs(names[0], { create: false }), NwsNoWorkSpaceException);
  await observer.useWs(names[1], { create: false });
  await observer.deleteWs(names[1]);
});

test('a workspace of one\'s own closes its connection', async () => {
  const ws = await NetWorkSpace.open('private');
  await ws.close();
  await assert.rejects(ws.store('x', 1), { name: 'NwsConnectionDroppedException' });
});

test('many requests at once are all answered', async (t) => {
  const ws = await newWorkspace(t);
  await Promise.all(Array.from({ length: 20_000 }, (_, i) => ws.store('x', i)));
  const values = await Promise.all(Array.from({ length: 20_000 }, () => ws.fetch('x')));
  assert.deepEqual(values, Array.from({ length: 20_000 }, (_, i) => i));
});

test('a lease with a time goes to the next when it is over', async (t) => {
  const ws = await newWorkspace(t);
  const other = await sameWorkspace(t, ws);
  await ws.store('task', 'a');
  const lost = await ws.fetch('task', { lease: 0.05 });
  const task = await other.fetch('task', { lease: true });
  assert.equal(task.attempt, 2);
  assert.equal(await lost.renew(), false);
  await assert.rejects(lost.complete([['result', 1]]), { code: 'no_lease' });
  assert.equal(await other.findTry('result'), null);
});

test('several leases end together', async (t) => {
  const ws = await newWorkspace(t);
  const other = await sameWorkspace(t, ws);
  await ws.storeAll('task', ['a', 'b', 'c']);
  const tasks = await ws.fetchMany(['urgent', 'task'], 10, { lease: 60 });
  const [first, second, third] = tasks;
  assert.deepEqual(tasks.map((task) => [task.value, task.variable]), [['a', 'task'], ['b', 'task'], ['c', 'task']]);
  await first.complete();
  assert.deepEqual(await NwsDelivery.renewAll(tasks), [first]);
  assert.equal(await second.renew(), true);
  await assert.rejects(NwsDelivery.completeAll(tasks, [['result', 1]]), { code: 'no_lease' });
  assert.equal(await ws.findTry('result'), null);
  await NwsDelivery.releaseAll([third]);
  await NwsDelivery.completeAll([second], [['result', 1]]);
  assert.deepEqual([await ws.fetch('result'), await ws.fetch('task')], [1, 'c']);
  await ws.storeAll('task', [1, 2]);
  const strangers = [await ws.fetch('task', { lease: true }), await other.fetch('task', { lease: true })];
  await assert.rejects(NwsDelivery.releaseAll(strangers), TypeError);
  await assert.rejects(NwsDelivery.releaseAll([]), RangeError);
});

test('many values are stored and fetched at once', async (t) => {
  const ws = await newWorkspace(t);
  const other = await sameWorkspace(t, ws);
  const values = Array.from({ length: 1000 }, (_, i) => i);
  await ws.storeAll('x', values);
  assert.deepEqual(await other.fetchMany('x', 600), values.slice(0, 600));
  await other.server.close();
  assert.deepEqual(await ws.fetchMany('x', 600), values.slice(600));
  assert.deepEqual(await ws.fetchMany('x', 600, { timeout: 0 }), []);
  await assert.rejects(ws.storeAll('x', [1, () => 2]), NwsValueError);
  assert.equal(await ws.findTry('x'), null);
});

test('a priority goes first', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('x', 'plain');
  await ws.store('x', 'urgent', { priority: 6 });
  await ws.storeAll('x', ['idle'], { priority: -6 });
  assert.deepEqual(await ws.fetchMany('x', 9), ['urgent', 'plain', 'idle']);
  await ws.declare('y', 'lifo');
  await assert.rejects(ws.store('y', 1, { priority: 1 }), { code: 'bad_request' });
  await assert.rejects(ws.store('x', 1, { urgency: 1 }), TypeError);
});
