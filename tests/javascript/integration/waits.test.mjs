import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newWorkspace } from '../kit/server.mjs';

test('listWaits names the variable that was probably meant', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('result', 1);
  const waiting = ws.fetch('reslt');

  const [wait] = await ws.server.listWaits({ workspace: ws.currentWs() });

  assert.deepEqual([wait.variables, wait.kind, wait.language, wait.stored], [['reslt'], 'fetch', 'javascript', []]);
  assert.deepEqual(wait.hints, ["nobody ever stored 'reslt'; 1 value is in 'result'"]);
  await ws.store('reslt', 2);
  assert.equal(await waiting, 2);
});
