import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { directoryWith, runScript } from '../kit/programs.mjs';

// Nobody listens there, so whatever connects fails.
const NOWHERE = { NWS_SERVER: '127.0.0.1:1' };

/** Runs one script and returns what came of it. */
async function run(t, name, content, ...args) {
  const directory = await directoryWith(t, { [name]: content });
  return { file: join(directory, name), ...await runScript([join(directory, name), ...args], { env: NOWHERE }) };
}

test('modules find nws and their arguments', async (t) => {
  const script = `import { NetWorkSpace as N } from 'nws';
    console.log(N === NetWorkSpace, JSON.stringify(process.argv.slice(1)));`;
  const { code, stdout, file } = await run(t, 'a.mjs', script, 'x', '--y');
  assert.equal(stdout, `true ${JSON.stringify([file, 'x', '--y'])}\n`);
  assert.equal(code, 0);
});

test('the Sleigh has a module of its own', async (t) => {
  const imported = await run(t, 'a.mjs', "import { Sleigh as S } from 'nws/sleigh'; console.log(S === Sleigh);");
  assert.equal(imported.stdout, 'true\n');
  const required = await run(t, 'a.js', "console.log(require('nws/sleigh').Sleigh === Sleigh);");
  assert.equal(required.stdout, 'true\n');
});

test('CommonJS scripts are the main module and find nws', async (t) => {
  const { stdout } = await run(t, 'a.js', "console.log(require.main === module, require('nws').Sleigh === Sleigh);");
  assert.equal(stdout, 'true true\n');
});

test('modules that a script imports find nws too', async (t) => {
  const directory = await directoryWith(t, {
    'main.mjs': "import { name } from './part.mjs'; console.log(name);",
    'part.mjs': "import { NwsTuple } from 'nws'; export const name = NwsTuple.name;",
  });
  assert.equal((await runScript([join(directory, 'main.mjs')])).stdout, 'NwsTuple\n');
});

test('a script that does not touch the globals connects to nothing', async (t) => {
  const { code, stdout } = await run(t, 'a.mjs', 'console.log(ws.currentWs(), typeof server, sleigh.workerCount);');
  assert.equal(stdout, '__default object 3\n');
  assert.equal(code, 0);
});

test('an error shows the line of the script', async (t) => {
  const { code, stderr, file } = await run(t, 'a.js', "\nthrow new Error('oh');");
  assert.equal(code, 1);
  assert.ok(stderr.startsWith(`${file}:2\nthrow new Error('oh');`), stderr);
});

test('an error of a workspace operation shows the line that waited for it', async (t) => {
  const { code, stderr } = await run(t, 'a.mjs', "\nawait ws.store('x', 1);");
  assert.equal(code, 1);
  assert.match(stderr, /NwsConnectException: no server answers at 127\.0\.0\.1:1 .*Start one with 'nws start'/);
  assert.match(stderr, /at async file:.*a\.mjs:2:1/);
});

test('exit codes are those of the script', async (t) => {
  assert.equal((await run(t, 'a.js', 'process.exitCode = 7;')).code, 7);
  assert.equal((await run(t, 'b.js', 'process.exit(8);')).code, 8);
  assert.equal((await run(t, 'c.mjs', 'await new Promise(() => {});')).code, 13);
});

test('a missing script is named', async () => {
  const { code, stderr } = await runScript(['nowhere.js']);
  assert.equal(code, 1);
  assert.equal(stderr, "There is no file 'nowhere.js'.\n");
});
