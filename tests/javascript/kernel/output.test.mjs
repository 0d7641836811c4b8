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

test('what is written into the files 1 and 2 arrives in order with the rest', async () => {
  await host.request('evaluate', `import { writeSync as w } from 'node:fs'; const fs = require('fs'); const bytes = Buffer.from('abcdef');
    console.log('1'); w(1, '2\\n'); fs.writeSync(2, bytes, 1, 2); fs.writeFileSync(1, '3\\n'); console.log('4');
    await new Promise((done) => fs.write(1, bytes, 4, 2, null, done)); fs.writeSync(1, '7a', null, 'hex'); 0`, []);
  assert.deepEqual(host.output, [
    ['stdout', '1\n'], ['stdout', '2\n'], ['stderr', 'bc'], ['stdout', '3\n'], ['stdout', '4\n'], ['stdout', 'ef'], ['stdout', 'z'],
  ]);
});

test('fs reports what was written, and leaves other files alone', async () => {
  assert.equal(await host.request('evaluate', "require('fs').writeSync(1, 'é')", []), 2);
  await assert.rejects(host.request('evaluate', "require('fs').writeSync(999999, 'x')", []), { message: /EBADF/ });
});

test('a program that a task starts prints past the kernel, into the files of its process', { timeout: 60_000 }, async () => {
  const direct = await KernelHost.start({ stdio: ['ignore', 'pipe', 'pipe'] });
  let seen = '';
  direct.process.stdout.on('data', (text) => { seen += text; });
  const code = `const { spawnSync } = require('child_process');
    spawnSync(process.execPath, ['-e', 'console.log("a")'], { stdio: 'inherit' });
    spawnSync(process.execPath, ['-e', 'console.log("b")'], { stdio: ['ignore', process.stdout, process.stderr] }).status`;
  assert.equal(await direct.request('evaluate', code, []), 0);
  await direct.stop();
  assert.equal(seen, 'a\nb\n');
  assert.deepEqual(direct.output, []);
});
