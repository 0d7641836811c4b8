import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { KernelHost } from '../kit/kernel-host.mjs';
import { nwsFile } from '../kit/nws.mjs';

const KERNEL = fileURLToPath(nwsFile('kernel.mjs'));

test('a kernel ends with its channel', { timeout: 20_000 }, async () => {
  const host = await KernelHost.start();
  await host.stop();
});

test('a kernel ends with its channel in the middle of an endless loop', { timeout: 20_000 }, async () => {
  const host = await KernelHost.start();
  const looping = new Promise((resolve) => { host.onOutput = resolve; });
  host.request('evaluate', 'console.log(1); for (;;);', []).catch(() => {});
  await looping;
  await host.stop();
});

test('a kernel that cannot read a request ends and says why', { timeout: 20_000 }, async () => {
  const host = await KernelHost.start({ stdio: ['inherit', 'inherit', 'pipe'] });
  let said = '';
  host.process.stderr.on('data', (text) => { said += text; });
  const closed = once(host.process, 'close');
  host.send(Uint8Array.of(0x94, 0x00, 0x01, 0xc1));
  const [code] = await closed;
  assert.equal(code, 1);
  assert.match(said, /A request of the host cannot be read/);
});

test('a kernel without a host says what it needs', { timeout: 20_000 }, async () => {
  const kernel = spawn(process.execPath, [KERNEL], { env: { ...process.env, NWS_KERNEL: '' } });
  let said = '';
  kernel.stderr.on('data', (text) => { said += text; });
  const [code] = await once(kernel, 'close');
  assert.equal(code, 2);
  assert.match(said, /started by a host, which sets NWS_KERNEL and NWS_KERNEL_TOKEN/);
});

test('a kernel whose host is gone ends', { timeout: 20_000 }, async () => {
  const env = { ...process.env, NWS_KERNEL: '127.0.0.1:1', NWS_KERNEL_TOKEN: 't' };
  const kernel = spawn(process.execPath, [KERNEL], { env, stdio: 'ignore' });
  await once(kernel, 'close');
});

test('the token is not visible to tasks', async () => {
  const host = await KernelHost.start();
  const code = 'Object.keys(process.env).filter((key) => key.startsWith("NWS_KERNEL"))';
  assert.deepEqual(await host.request('evaluate', code, []), []);
  await host.stop();
});

test('a kernel that runs out of memory ends and says so', { timeout: 120_000 }, async () => {
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=60' };
  const host = await KernelHost.start({ stdio: ['inherit', 'inherit', 'pipe'], env });
  let said = '';
  host.process.stderr.on('data', (text) => { said += text; });
  const closed = once(host.process, 'close');
  host.request('evaluate', 'let all = []; for (;;) all.push({ n: all.length, text: String(all.length) });', []).catch(() => {});
  const [code, signal] = await closed;
  assert.ok(signal === 'SIGABRT' || code === 134, `${code} ${signal}`);
  assert.match(said, /heap out of memory/);
});
