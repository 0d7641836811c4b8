import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, NwsFloat64, NwsTuple } from '../kit/nws.mjs';
import { newWorkspace } from '../kit/server.mjs';

const FLOAT = new NwsFloat64(2);

// Every way to read a value, with options or without.
const READINGS = {
  fetch: (ws, options) => ws.fetch('x', options),
  fetchTry: (ws, options) => ws.fetchTry('x', null, options),
  find: (ws, options) => ws.find('x', options),
  findTry: (ws, options) => ws.findTry('x', null, options),
  ifetch: async (ws, options) => (await ws.ifetch('x', options).next()).value,
  ifetchTry: async (ws, options) => (await ws.ifetchTry('x', options).next()).value,
  ifind: async (ws, options) => (await ws.ifind('x', options).next()).value,
  ifindTry: async (ws, options) => (await ws.ifindTry('x', options).next()).value,
  'fetch with a lease': async (ws, options) => (await ws.fetch('x', { ...options, lease: true })).value,
  'fetchTry with a lease': async (ws, options) => (await ws.fetchTry('x', null, { ...options, lease: true })).value,
  'fetch of several': async (ws, options) => (await ws.fetch(['y', 'x'], options)).value,
  'find of several': async (ws, options) => (await ws.find(['y', 'x'], options)).value,
};

for (const [name, read] of Object.entries(READINGS)) {
  test(`${name} gives an integral float as a number, and exactly if asked to`, async (t) => {
    const ws = await newWorkspace(t);
    await ws.store('x', [FLOAT]);
    await ws.store('x', [FLOAT]);
    assert.deepEqual(await read(ws), [2]);
    assert.deepEqual(await read(ws, { exact: true }), [FLOAT]);
  });
}

test('a value waited for is exact, too', async (t) => {
  const ws = await newWorkspace(t);
  const waiting = ws.fetch('x', { exact: true });
  await ws.store('x', FLOAT);
  assert.deepEqual(await waiting, FLOAT);
});

test('an integral float comes back from JavaScript as an integer, unless it was read exactly', async (t) => {
  const ws = await newWorkspace(t);
  for (const [exact, expected] of [[false, 2], [true, FLOAT]]) {
    await ws.store('x', FLOAT);
    await ws.store('y', await ws.fetch('x', { exact }));
    assert.deepEqual(await ws.fetch('y', { exact: true }), expected);
  }
});

test('floats that are no integers to JavaScript stay floats, however they are read', async (t) => {
  const ws = await newWorkspace(t);
  for (const float of [-0, NaN, Infinity, -Infinity, 2.5, 2 ** 53, -1e300]) {
    await ws.store('x', NwsTuple.of(float));
    await ws.store('y', await ws.fetch('x'));
    const [back] = await ws.fetch('y', { exact: true });
    assert.ok(Object.is(back, float));
    assert.equal(encode(back)[0], 0xcb);
  }
});
