import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetWorkSpace, NwsServer, Sleigh } from '../kit/nws.mjs';
import '../kit/server.mjs';

const range = (start, end) => Array.from({ length: end - start }, (_, i) => start + i);

test('the tutorial on starting a client', async () => {
  const ws = await NetWorkSpace.open('JavaScript space');
  await ws.store('x', 1);
  assert.equal(await ws.find('x'), 1);
  await ws.close();
});

test('the tutorial on sharing data', async () => {
  const ws = new NetWorkSpace(`bayport ${process.pid}`);

  await ws.store('joe', 17);
  let age = await ws.find('joe');
  assert.equal(age, 17);
  age = await ws.findTry('chet');
  assert.equal(age, null);
  age = await ws.findTry('chet', 0);
  assert.equal(age, 0);

  for (const i of [16, 19, 25, 22]) await ws.store('biff', i);
  let n = [];
  for (let i = 0; i < 4; i++) n.push(await ws.fetch('biff'));
  assert.deepEqual(n, [16, 19, 25, 22]);

  for (const i of n) await ws.store('biff', i);
  n = [];
  for (let t; (t = await ws.fetchTry('biff'));) n.push(t);
  assert.deepEqual(n, [16, 19, 25, 22]);

  for (const i of n) await ws.store('biff', i);
  n = [];
  for await (const t of ws.ifetchTry('biff')) n.push(t);
  assert.deepEqual(n, [16, 19, 25, 22]);

  const session = new NetWorkSpace(ws.currentWs());
  const x = session.fetch('frank');
  await ws.store('frank', 18);
  assert.equal(await x, 18);
  await session.close();

  const server = new NwsServer();
  const name = await server.mktempWs('example_%d');
  const workspace = await server.openWs(name);
  assert.equal(workspace.currentWs(), name);
  await server.close();
  await ws.close();
});

test('the tutorial on the Sleigh', { timeout: 180_000 }, async () => {
  let s = new Sleigh();
  assert.equal(s.workerCount, 3);
  await s.stop();

  s = await Sleigh.start({ workerCount: 2 });
  let result = await s.eachElem(Math.abs, range(-10, 0));
  assert.deepEqual(result, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);

  function add2(x, y) { return x + y; }
  result = await s.eachElem(add2, [range(0, 10), range(1, 11).reverse()]);
  assert.deepEqual(result, Array(10).fill(10));
  result = await s.eachElem(add2, range(0, 10), 20);
  assert.deepEqual(result, range(20, 30));

  function sub(x, y) { return x - y; }
  result = await s.eachElem(sub, range(0, 20), 20, { argPermute: [1, 0] });
  assert.deepEqual(result, range(1, 21).reverse());

  const p = await s.eachElem(add2, [range(0, 20), range(1, 21).reverse()], [], { blocking: false });
  assert.ok(p.check() >= 0);
  assert.deepEqual(await p.wait(), Array(20).fill(20));

  result = await s.eachElem(add2, [range(0, 1000), range(0, 1000)], [], { loadFactor: 3 });
  assert.deepEqual(result, range(0, 1000).map((i) => 2 * i));
  result = await s.eachWorker((text) => `${text} ${SleighRank}`, 'hello from');
  assert.deepEqual(result, ['hello from 0', 'hello from 1']);
  await s.stop();
});
