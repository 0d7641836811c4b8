import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CutProxy } from '../kit/cut-proxy.mjs';
import { NwsConnectionDroppedException, NwsServer } from '../kit/nws.mjs';
import '../kit/server.mjs';

/** A workspace behind a proxy, the same one seen by an observer, and what is told of the connection. */
async function begin(t, options = {}) {
  const proxy = await CutProxy.start(t);
  const changes = new EventEmitter();
  const told = [];
  const onConnectionChange = (state) => {
    told.push(state);
    changes.emit(state);
  };
  const server = new NwsServer({ host: '127.0.0.1', port: proxy.port, onConnectionChange, ...options });
  const name = `resume ${randomUUID()}`;
  const ws = await server.useWs(name);
  const observer = await new NwsServer().useWs(name);
  t.after(async () => {
    await server.close();
    await observer.server.deleteWs(name);
    await observer.server.close();
  });
  const lose = async (cut) => {
    const lost = once(changes, 'reconnecting');
    cut();
    await lost;
  };
  return { proxy, server, ws, observer, told, lose };
}

async function fetchers(ws, variable, count) {
  while ((await ws.listVars()).find(({ name }) => name === variable)?.fetchers !== count) await pause(5);
}

test('a blocked fetch goes on over a cut', async (t) => {
  const { proxy, ws, observer, told, lose } = await begin(t);
  const fetching = ws.fetch('x');
  await fetchers(observer, 'x', 1);
  await lose(() => proxy.cut());
  await observer.store('x', 7);
  assert.equal(await fetching, 7);
  assert.deepEqual(told, ['reconnecting', 'connected']);
});

test('a value that came without a connection is the waiter\'s', async (t) => {
  const { proxy, ws, observer, lose } = await begin(t);
  const fetching = ws.fetch('x');
  await fetchers(observer, 'x', 1);
  await lose(() => proxy.close());
  await observer.store('x', 7);
  assert.equal(await observer.fetchTry('x'), null);
  proxy.open = true;
  assert.equal(await fetching, 7);
});

test('requests made without a connection are done in their order', async (t) => {
  const { proxy, ws, observer, lose } = await begin(t);
  await lose(() => proxy.close());
  const stores = Array.from({ length: 100 }, (_, i) => ws.store('x', i));
  proxy.open = true;
  await Promise.all(stores);
  assert.deepEqual(await observer.fetchMany('x', 200), Array.from({ length: 100 }, (_, i) => i));
});

test('a wait given up without a connection ends', async (t) => {
  const { proxy, ws, observer, lose } = await begin(t);
  const stop = new AbortController();
  const fetching = ws.fetch('x', { signal: stop.signal });
  await fetchers(observer, 'x', 1);
  await lose(() => proxy.close());
  stop.abort();
  proxy.open = true;
  await assert.rejects(fetching, { name: 'AbortError' });
});

test('leases and ownership go on', async (t) => {
  const { proxy, server, observer, lose } = await begin(t);
  const own = await server.openWs(`own ${randomUUID()}`);
  await own.store('x', 1);
  const lease = await own.fetch('x', { lease: true });
  await lose(() => proxy.cut());
  await lease.complete([['y', 2]]);
  assert.equal(await own.fetch('y'), 2);
  await server.close();
  while ((await observer.server.listWss()).some(({ name }) => name === own.currentWs())) await pause(5);
});

test('cuts at every byte lose nothing and do nothing twice', async (t) => {
  const { proxy, ws } = await begin(t);
  const converse = async () => {
    await Promise.all([ws.store('x', 1), ws.store('x', 2)]);
    assert.equal(await ws.fetch('x'), 1);
    const lease = await ws.fetch('x', { lease: true });
    assert.equal(lease.value, 2);
    await lease.complete([['y', 3]]);
    assert.equal(await ws.fetch('y'), 3);
    assert.equal(await ws.fetchTry('x'), null);
    assert.equal(await ws.fetchTry('y'), null);
  };
  await converse();
  const before = proxy.bytes;
  await converse();
  const length = proxy.bytes - before;
  for (let count = 0; count <= length; count++) {
    proxy.cutAfter(count);
    await converse();
  }
  assert.ok(proxy.connections > length / 2);
});

test('random cuts under load keep the order, and every value once', async (t) => {
  const { proxy, ws, observer } = await begin(t);
  const count = 1000;
  let done = false;
  const cutting = (async () => {
    while (!done) {
      await pause(5 + Math.random() * 40);
      proxy.cut();
    }
  })();
  const produce = async (name) => { for (let i = 0; i < count; i++) await ws.store(name, i); };
  const consume = async (name) => {
    const values = [];
    for (let i = 0; i < count; i++) values.push(await ws.fetch(name));
    return values;
  };
  const results = await Promise.all(['a', 'b', 'c'].flatMap((name) => [produce(name), consume(name)]));
  done = true;
  await cutting;
  const all = Array.from({ length: count }, (_, i) => i);
  assert.deepEqual(results.filter(Boolean), [all, all, all]);
  assert.equal(await observer.fetchTry('a'), null);
  assert.ok(proxy.connections > 1);
});

test('without grace a loss fails at once', async (t) => {
  const { proxy, ws, observer } = await begin(t, { grace: 0 });
  const fetching = ws.fetch('x');
  await fetchers(observer, 'x', 1);
  proxy.cut();
  await assert.rejects(fetching, NwsConnectionDroppedException);
});

test('when the grace is over, the error says how long was tried', async (t) => {
  const { proxy, ws, observer } = await begin(t, { grace: 0.2 });
  await ws.store('x', 1);
  await ws.fetch('x', { lease: true });
  const fetching = ws.fetch('z');
  proxy.close();
  await assert.rejects(fetching, /could not be resumed, tried for [0-9.]+ s: ./);
  assert.equal(await observer.fetch('x'), 1);
});
