import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

let host;
before(async () => { host = await KernelHost.start(); });
after(() => host.stop());

const evaluate = (code, ...args) => host.request('evaluate', code, args);

test('the kernel introduces itself', () => {
  const { method, token, language, version, pid } = host.ready;
  assert.deepEqual({ method, token, language, version, pid }, {
    method: 'ready', token: 'one-time', language: 'javascript', version: process.versions.node, pid: host.process.pid,
  });
});

test('an expression has a value', async () => {
  assert.equal(await evaluate('1 + 1'), 2);
  assert.deepEqual(await evaluate('  { a: [1] }  '), { a: [1] });
  assert.equal(await evaluate('SleighArguments[0] * 2; // twice', 21), 42);
  assert.equal(await evaluate(''), null);
  assert.equal(await evaluate('-0'), -0);
});

test('statements have the value of the last expression', async () => {
  assert.equal(await evaluate('let s = 0; for (const x of SleighArguments) s += x; s', 1, 2, 3), 6);
  assert.equal(await evaluate('if (false) 1;'), null);
  assert.equal(await evaluate('let big = 12345678901234567890n; big'), 12345678901234567890n);
  assert.equal(await evaluate('let lone = "\\ud800"; lone'), '\ud800');
  assert.deepEqual(await evaluate('let o = { list: [1] }; o'), { list: [1] });
});

test('SleighValue is the value of statements that set it', async () => {
  assert.equal(await evaluate('SleighValue = 7; 3'), 7);
  assert.equal(await evaluate('if (false) SleighValue = 8; 4'), 4);
  assert.equal(await evaluate('const SleighValue = 9; 3'), 9);
});

test('definitions stay, and may be made anew in any form', async () => {
  await evaluate('const kept = 1; class Kept { x = kept; }');
  assert.equal(await evaluate('new Kept().x + kept'), 2);
  for (const word of ['let', 'const', 'let']) assert.equal(await evaluate(`${word} kept = 5; kept`), 5);
  await evaluate('global1 = 3');
  assert.equal(await evaluate('global1'), 3);
  await evaluate('function twice(x) { return 2 * x; }');
  assert.equal(await evaluate('twice(4)'), 8);
});

test('promises are awaited, at the top of the code too', async () => {
  assert.equal(await evaluate('Promise.resolve(5)'), 5);
  assert.equal(await evaluate('await Promise.resolve(6)'), 6);
  assert.equal(await evaluate('const seven = await Promise.resolve(7); seven'), 7);
});

test('modules are imported in every way', async () => {
  assert.equal(await evaluate("require('path').basename('/a/b')"), 'b');
  assert.equal(await evaluate("(await import('node:path')).basename('/a/b')"), 'b');
  assert.equal(await evaluate("import { basename as base, dirname } from 'node:path';\nbase(dirname('/a/b'))"), 'a');
  assert.equal(await evaluate("import os, * as all from 'node:os'; os.EOL === all.EOL"), true);
  assert.equal(await evaluate("import 'node:fs'; import p from \"node:path\"; p.sep"), '/');
  assert.equal(await evaluate("import { NwsTuple } from 'nws'; NwsTuple.of(1).length"), 1);
  assert.equal(await evaluate("async function late() { return (await import('node:os')).EOL; } await late()"), '\n');
});

test('the word import in text stays as it is', async () => {
  assert.equal(await evaluate('let t = `import(${"import(1)"}) const`; t'), 'import(import(1)) const');
  assert.equal(await evaluate('let r = /[/]import(x)/.source; r // import(y)'), '[/]import(x)');
});

test('an array or error of the code is one of the kernel too', async () => {
  assert.deepEqual(await evaluate('let f = new Float64Array([1]); f'), new Float64Array([1]));
  assert.equal(String(await evaluate('new RangeError("r")')), 'RangeError: r');
});

test('definitions are kept by define', async () => {
  assert.equal(await host.request('define', 'function square(x) { return x * x; }\nconst base = 3;'), null);
  assert.equal(await evaluate('square(base)'), 9);
});

test('what a task has left behind goes on while requests come one after the other', { timeout: 60_000 }, async () => {
  await evaluate('globalThis.turns = 0; setInterval(() => turns++, 1).unref(); 0');
  for (let turns = 0; turns < 3;) turns = await evaluate('turns');
  await evaluate('Promise.resolve().then(() => { globalThis.afterwards = 1; }); setImmediate(() => {}); 0');
  assert.equal(await evaluate('afterwards'), 1);
});

test('JSON is imported, and what ES2023 added is there', async () => {
  assert.equal(await evaluate("require(process.argv[1].replace('kernel.mjs', 'package.json')).type"), 'module');
  assert.deepEqual(await evaluate('[3, 1, 2].toSorted()'), [1, 2, 3]);
  assert.deepEqual(await evaluate('[1, 2].with(0, 9).findLast((x) => x > 1)'), 2);
  assert.equal(await evaluate('class K { #p = 4; static { K.s = new K().#p; } }; K.s'), 4);
});

test('requests are answered in order', async () => {
  const order = [];
  const slow = evaluate('new Promise((done) => setTimeout(done, 30, 1))').then((value) => order.push(value));
  const fast = evaluate('2').then((value) => order.push(value));
  await Promise.all([slow, fast]);
  assert.deepEqual(order, [1, 2]);
});

test('large values travel both ways', async () => {
  const bytes = new Uint8Array(20_000_000).fill(7);
  assert.deepEqual(await evaluate('SleighArguments[0]', bytes), bytes);
});

test('workspaces are missing outside of a Sleigh, and the error says so', async () => {
  await assert.rejects(evaluate('SleighNws'), { message: /there is no SleighNws: this code does not run in a Sleigh/ });
});

test('what is configured is seen by the code', async () => {
  await host.request('configure', { rank: 2, workers: 5 });
  assert.deepEqual(await evaluate('[SleighRank, SleighWorkerCount]'), [2, 5]);
});
