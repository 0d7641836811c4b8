import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nwsFile } from '../kit/nws.mjs';
import { directoryWith, runNode } from '../kit/programs.mjs';
import '../kit/server.mjs';

const PACKAGE = fileURLToPath(nwsFile(''));

async function npm(args, cwd) {
  const child = spawn('npm', [...args, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd });
  const said = [];
  child.stdout.on('data', (text) => said.push(text));
  child.stderr.on('data', (text) => said.push(text));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, said.join(''));
  return said.join('').trim();
}

const PROGRAM = `
  const ws = await NetWorkSpace.open('installed-' + process.pid);
  await ws.store('x', 6);
  const sleigh = await Sleigh.start({ workerCount: 1 });
  const [product] = await sleigh.eachElem((x, y) => x * y, [await ws.fetch('x')], 7);
  console.log(product);
  await sleigh.stop();
  await ws.close();
`;

test('packed and installed, the module works from ESM, CommonJS and a worker thread', { timeout: 240_000 }, async (t) => {
  const directory = await directoryWith(t, {
    'package.json': '{ "name": "user", "private": true }',
    'program.mjs': `import { NetWorkSpace } from 'nws'; import { Sleigh } from 'nws/sleigh';${PROGRAM}`,
    'program.cjs': `(async () => {
      const { NetWorkSpace } = await import('nws'); const { Sleigh } = await import('nws/sleigh');${PROGRAM}
    })();`,
    'thread.mjs': `import { Worker } from 'node:worker_threads';
      new Worker(new URL('program.mjs', import.meta.url));`,
    'inside.mjs': "import 'nws/client/connection.mjs';",
  });
  const [tarball] = (await npm(['pack', PACKAGE], directory)).split('\n').slice(-1);
  await npm(['install', join(directory, tarball)], directory);
  for (const name of ['program.mjs', 'program.cjs', 'thread.mjs']) {
    const { code, stdout, stderr } = await runNode([join(directory, name)]);
    assert.deepEqual([name, code, stdout, stderr], [name, 0, '42\n', '']);
  }
  const { stderr } = await runNode([join(directory, 'inside.mjs')]);
  assert.match(stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test('installed from its folder, the module works', { timeout: 240_000 }, async (t) => {
  const directory = await directoryWith(t, {
    'package.json': '{ "name": "user", "private": true }',
    'program.mjs': `import { NetWorkSpace, Sleigh } from 'nws';${PROGRAM}`,
  });
  await npm(['install', PACKAGE], directory);
  const { code, stdout, stderr } = await runNode([join(directory, 'program.mjs')]);
  assert.deepEqual([code, stdout, stderr], [0, '42\n', '']);
});
