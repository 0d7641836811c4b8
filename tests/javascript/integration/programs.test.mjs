import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';
import { directoryWith, runScript } from '../kit/programs.mjs';
import { newWorkspace } from '../kit/server.mjs';

test('a script stores and fetches through its globals', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('question', 6);
  const directory = await directoryWith(t, { 'a.mjs': "await ws.store('answer', await ws.fetch('question') * 7);" });
  const { code, stderr } = await runScript([join(directory, 'a.mjs')], { env: { NWS_WS: ws.currentWs() } });
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(await ws.fetch('answer'), 42);
});

test('the sleigh of a script starts with its first task and stops with the script', async (t) => {
  const directory = await directoryWith(t, {
    'a.mjs': `console.log(await sleigh.eachElem((x) => x * 2, [1, 2]));
      console.log(sleigh.nws.currentWs());`,
  });
  const { code, stdout, stderr } = await runScript([join(directory, 'a.mjs')]);
  assert.deepEqual([code, stderr], [0, '']);
  const [results, name] = stdout.split('\n');
  assert.equal(results, '[ 2, 4 ]');
  const ws = await newWorkspace(t);
  assert.deepEqual(await ws.server.listWss({ name }), []);
});

test('a verbose sleigh passes on what its tasks print', async (t) => {
  const directory = await directoryWith(t, {
    'a.mjs': `const loud = new Sleigh({ workerCount: 1, verbose: true });
      await loud.eachElem((x) => { console.log('task', x); }, [7]);
      await loud.stop();`,
  });
  const { code, stdout, stderr } = await runScript([join(directory, 'a.mjs')]);
  assert.deepEqual([code, stdout], [0, '']);
  assert.match(stderr, /^\[worker \d+\] task 7$/m);
});

test('tasks in a kernel reach the workspaces they are configured for', async (t) => {
  const ws = await newWorkspace(t);
  const host = await KernelHost.start();
  t.after(() => host.stop());
  const name = ws.currentWs();
  await host.request('configure', { server: process.env.NWS_SERVER, sleigh: name, user: name });
  const sum = "async (x) => { await SleighUserNws.store('y', x + await SleighNws.fetch('x')); }";
  await ws.store('x', 1);
  await host.request('invoke', sum, [2]);
  assert.equal(await ws.fetch('y'), 3);
});

test('a task that waits for a value does not hold up the end of the kernel', { timeout: 20_000 }, async (t) => {
  const ws = await newWorkspace(t);
  const host = await KernelHost.start();
  await host.request('configure', { server: process.env.NWS_SERVER, user: ws.currentWs() });
  host.request('evaluate', "console.log('waiting'); await SleighUserNws.fetch('x')", []).catch(() => {});
  await new Promise((resolve) => { host.onOutput = resolve; });
  await host.stop();
});
