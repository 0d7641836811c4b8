import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

let host;
beforeEach(async () => { host = await KernelHost.start(); });
afterEach(() => host.stop());

test('what a task prints arrives in order, before its result', async () => {
  await host.request('evaluate', 'console.log("a", { b: 1 }); console.error("c"); process.stdout.write("d"); 1', []);
  assert.deepEqual(host.output, [['stdout', 'a { b: 1 }\n'], ['stderr', 'c\n'], ['stdout', 'd']]);
});

test('what is printed arrives while the task runs', async () => {
  const printed = new Promise((resolve) => { host.onOutput = resolve; });
  host.request('evaluate', 'console.log("busy"); for (;;);', []).catch(() => {});
  assert.deepEqual(await printed, ['stdout', 'busy\n']);
});

test('a character written in pieces stays one', async () => {
  await host.request('evaluate', 'for (const byte of Buffer.from("é😀")) process.stdout.write(Buffer.from([byte]))', []);
  assert.equal(host.printed('stdout'), 'é😀');
});

test('a task that prints much loses nothing', async () => {
  const line = 'x'.repeat(999);
  await host.request('evaluate', 'for (let i = 0; i < 40_000; i++) console.log(SleighArguments[0])', [line]);
  assert.equal(host.printed('stdout').length, 40_000_000);
});
