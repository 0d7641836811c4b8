// A client outlives its server: killed and started again on the same data file, it finds the client waiting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CutProxy } from '../kit/cut-proxy.mjs';
import { MortalServer } from '../kit/mortal-server.mjs';
import { NwsServer } from '../kit/nws.mjs';
import '../kit/server.mjs';

async function begin(t) {
  const mortal = await MortalServer.begin(t, '--grace', '120');
  const proxy = await CutProxy.start(t, await mortal.start());
  const server = new NwsServer({ host: '127.0.0.1', port: proxy.port });
  t.after(() => server.close());
  const kept = await server.openWs('kept', { persistent: true });
  const restart = async () => {
    proxy.close();
    await mortal.kill();
    proxy.leadTo(await mortal.start());
    proxy.open = true;
  };
  return { mortal, proxy, server, kept, restart };
}

test('whoever waited before is served', async (t) => {
  const { server, kept, restart } = await begin(t);
  const passing = await server.openWs('passing');
  await kept.store('x', 1);
  const fetching = kept.fetch('y');
  while ((await kept.listVars()).find(({ name }) => name === 'y')?.fetchers !== 1) await pause(5);

  await restart();
  await kept.store('y', 7);

  assert.equal(await fetching, 7);
  assert.equal(await kept.fetch('x'), 1);
  await assert.rejects(passing.store('x', 1), { code: 'no_workspace' });
});

test('a lease has ended and the value is back', async (t) => {
  const { kept, restart } = await begin(t);
  await kept.store('task', 2);
  const lease = await kept.fetch('task', { lease: true });

  await restart();

  await assert.rejects(lease.complete(), { code: 'no_lease' });
  assert.equal((await kept.fetch('task', { lease: true })).attempt, 2);
});

test('a change that may have been made is called uncertain, and one with a key is made once', async (t) => {
  const { mortal, proxy, kept, restart } = await begin(t);
  mortal.freeze();
  const passed = proxy.bytes;
  const plain = assert.rejects(kept.store('plain', 1), { code: 'uncertain' });
  const keyed = kept.store('keyed', 1, { key: 'one' });
  while (proxy.bytes < passed + 2 * 'plain'.length) await pause(5);

  await restart();

  await plain;
  await keyed;
  assert.equal(await kept.fetch('keyed'), 1);
  assert.equal(await kept.fetchTry('keyed'), null);
});
