import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeServer } from '../kit/fake-server.mjs';
import { nwsFile } from '../kit/nws.mjs';
import { directoryWith, runNode } from '../kit/programs.mjs';

/** Runs a program that has a workspace `ws` on the fake server. */
async function runProgram(t, fake, body) {
  const content = `import { NetWorkSpace } from '${nwsFile('index.mjs')}';
    const ws = new NetWorkSpace('ws', { address: '${fake.address}' });\n${body}`;
  const directory = await directoryWith(t, { 'program.mjs': content });
  return runNode([`${directory}/program.mjs`]);
}

test('an idle connection does not keep the program alive', async (t) => {
  const fake = await FakeServer.start(t);
  const ended = runProgram(t, fake, "await ws.store('x', 1); console.log('stored');");
  (await fake.next('open')).reply({});
  (await fake.next('store')).reply(null);
  assert.deepEqual(await ended, { code: 0, stdout: 'stored\n', stderr: '' });
});

test('a waiting request keeps the program alive', async (t) => {
  const fake = await FakeServer.start(t);
  const ended = runProgram(t, fake, "console.log(await ws.fetch('x'));");
  (await fake.next('open')).reply({});
  const fetch = await fake.next('fetch');
  setTimeout(() => fetch.reply(['late', 'x', 1, 0, 5, 1]), 50);
  assert.deepEqual(await ended, { code: 0, stdout: 'late\n', stderr: '' });
  assert.deepEqual((await fake.next('confirm')).params, [5]);
});

test('a value is confirmed although the program exits with it at once', async (t) => {
  const fake = await FakeServer.start(t);
  const ended = runProgram(t, fake, "await ws.fetch('x'); process.exit(0);");
  (await fake.next('open')).reply({});
  (await fake.next('fetch')).reply([1, 'x', 1, 0, 6, 1]);
  assert.deepEqual((await fake.next('confirm')).params, [6]);
  await ended;
});
