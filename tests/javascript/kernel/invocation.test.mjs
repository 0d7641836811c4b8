import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

const MODULES = {
  'tools.mjs': 'export const half = (x) => x / 2; export default { third: (x) => x / 3 };',
  'old.cjs': 'exports.negate = function (x) { return this === exports ? -x : NaN; };',
  'broken.mjs': 'throw new Error("at load");',
  'needy.mjs': 'import "not-installed"; export const f = () => 1;',
  'node_modules/installed/index.js': 'exports.one = () => 1;',
};

let host;
let modulePath;
before(async () => {
  modulePath = await mkdtemp(join(tmpdir(), 'nws-modules-'));
  await mkdir(join(modulePath, 'node_modules', 'installed'), { recursive: true });
  for (const [name, content] of Object.entries(MODULES)) await writeFile(join(modulePath, name), content);
  host = await KernelHost.start();
  await host.request('configure', { modulePath });
});
after(async () => {
  await host.stop();
  await rm(modulePath, { recursive: true });
});

const invoke = (fun, ...args) => host.request('invoke', fun, args);

test('a lambda is called', async () => {
  assert.equal(await invoke('x => x * x', 5), 25);
  assert.equal(await invoke('async (x, y) => { await null; return x + y; }', 1, 2), 3);
  assert.equal(await invoke('function f(n) { return n < 2 ? 1 : n * f(n - 1); }', 5), 120);
});

test('a lambda imports modules', async () => {
  assert.equal(await invoke("async (path) => (await import('node:path')).basename(path)", '/a/b'), 'b');
});

test('a function defined before is called by its name', async () => {
  await host.request('define', 'function tokenise(text) { return text.split(" "); }');
  await host.request('define', 'const shout = (text) => `${text}!`;');
  assert.deepEqual(await invoke('tokenise', 'a b'), ['a', 'b']);
  assert.equal(await invoke('shout', 'a'), 'a!');
});

test('a dotted name leads to a function of an object or module', async () => {
  assert.equal(await invoke('Math.sqrt', 16), 4);
  assert.equal(await invoke('node:path.basename', '/a/b'), 'b');
  assert.equal(await invoke('node:path.posix.basename', '/a/b'), 'b');
  assert.equal(await invoke('nws.equals', [1], [1]), true);
});

test('modules are searched in the module path first', async () => {
  assert.equal(await invoke('tools.half', 4), 2);
  assert.equal(await invoke('tools.third', 9), 3);
  assert.equal(await invoke('old.negate', 4), -4);
  assert.equal(await invoke('installed.one'), 1);
  assert.equal(await host.request('evaluate', "require('./old.cjs').negate(1)", []), -1);
  assert.equal(await host.request('evaluate', "import { half } from 'tools'; half(6)", []), 3);
});

test('a function that does not exist is named in the error', async () => {
  await assert.rejects(invoke('nope'), { message: /there is no function 'nope': define it first/ });
  await assert.rejects(invoke('nope.x'), { message: /'nope' is neither an object nor a module here/ });
  await assert.rejects(invoke('Math.nope'), { message: /there is no function 'Math.nope'/ });
  await assert.rejects(invoke('3 + 4'), { type: 'TypeError', message: "'3 + 4' is no function" });
  await assert.rejects(invoke('x => ('), { type: 'SyntaxError' });
});

test('a module that fails to load is not called missing', async () => {
  await assert.rejects(invoke('broken.f'), { message: 'at load' });
  await assert.rejects(invoke('needy.f'), { message: /Cannot find package 'not-installed'/ });
});
