import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

let host;
before(async () => { host = await KernelHost.start(); });
after(() => host.stop());

const evaluate = (code, ...args) => host.request('evaluate', code, args);
const interrupted = { type: 'InterruptedError', message: 'the task was interrupted', language: 'javascript' };

async function interruptOnceItPrints(request) {
  const settled = assert.rejects(request, interrupted);
  await new Promise((resolve) => { host.onOutput = resolve; });
  host.process.kill('SIGINT');
  await settled;
}

for (const [what, code] of Object.entries({
  'an endless loop': 'console.log(1); for (;;);',
  'a loop of statements': 'let n = 0; console.log(1); while (true) n++;',
  'a loop that catches all it can': 'console.log(1); for (;;) { try { throw 1; } catch {} }',
  'a loop behind an await': 'await null; console.log(1); for (;;);',
  'a loop in the next tick': 'process.nextTick(() => { console.log(1); for (;;); }); await new Promise(() => {})',
  'a promise that never settles': 'console.log(1); await new Promise(() => {})',
  'waiting for a thread': 'console.log(1); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
})) {
  test(`SIGINT ends ${what}, and definitions stay`, { timeout: 60_000 }, async () => {
    await evaluate('const kept = 40; globalThis.also = 2;');
    await interruptOnceItPrints(evaluate(code));
    assert.equal(await evaluate('kept + also'), 42);
    assert.equal(await evaluate('let fresh = kept; fresh'), 40);
  });
}

test('SIGINT ends a loop in a function that is invoked, and in definitions', { timeout: 60_000 }, async () => {
  await interruptOnceItPrints(host.request('invoke', '() => { console.log(1); for (;;); }', []));
  await interruptOnceItPrints(host.request('define', 'console.log(1); for (;;);'));
  assert.equal(await evaluate('1'), 1);
});

test('a signal that comes just before the code begins does not keep later ones from it', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 500; round++) {
    const settled = assert.rejects(evaluate('for (;;);'), interrupted);
    const spin = performance.now() + 3 * Math.random();
    while (performance.now() < spin);
    host.process.kill('SIGINT');
    const again = setInterval(() => host.process.kill('SIGINT'), 250);
    await settled;
    clearInterval(again);
    // As a host does: whatever a late signal ends, it is not the next task.
    await host.request('define', '').catch(() => {});
  }
});

const PROMISES = "require('node:timers/promises')";
for (const [what, loop] of Object.entries({
  'a timer': 'for (;;) { await new Promise((done) => setTimeout(done, 1)); round(); }',
  'an immediate': 'for (;;) { await new Promise((done) => setImmediate(done)); round(); }',
  'an interval': 'await new Promise(() => setInterval(round, 1));',
  'a timer that is a promise': `for (;;) { await ${PROMISES}.setTimeout(1); round(); }`,
  'an immediate that is a promise': `for (;;) { await ${PROMISES}.setImmediate(); round(); }`,
  'ticks': `for await (const _ of ${PROMISES}.setInterval(1)) round();`,
  'the scheduler': `for (;;) { await ${PROMISES}.scheduler.wait(1); round(); }`,
  'a timer made a promise': "for (;;) { await require('node:util').promisify(setTimeout)(1); round(); }",
})) {
  test(`an interrupted task that waits for ${what} does not go on behind the next ones`, { timeout: 60_000 }, async () => {
    // Interrupted when it has waited some times already: before, the loop itself would be ended.
    await evaluate('globalThis.rounds = 0; globalThis.round = () => { if (++rounds === 3) console.log(1); }; undefined');
    await interruptOnceItPrints(evaluate(loop));
    const rounds = await evaluate('rounds');
    await evaluate(`await ${PROMISES}.setTimeout(20)`);
    assert.equal(await evaluate('rounds'), rounds);
  });
}

test('timers that an earlier task has left running outlive an interrupt', { timeout: 60_000 }, async () => {
  await evaluate('globalThis.ticks = 0; globalThis.clock = setInterval(() => { ticks++; }, 1); undefined');
  await interruptOnceItPrints(evaluate('console.log(1); await new Promise(() => {})'));
  const before = await evaluate('ticks');
  assert.ok(await evaluate(`await new Promise((done) => setInterval(() => { if (ticks > ${before}) done(); }, 1)); ticks`) > before);
  await evaluate('clearInterval(clock)');
});

test('SIGINT between tasks does nothing', { timeout: 60_000 }, async () => {
  for (let i = 0; i < 20; i++) {
    host.process.kill('SIGINT');
    await new Promise(setImmediate);
  }
  // A task that the last of them still met tells so; the next does not.
  await evaluate('1').catch((error) => assert.equal(error.type, 'InterruptedError'));
  await evaluate('1').catch((error) => assert.equal(error.type, 'InterruptedError'));
  assert.equal(await evaluate('also'), 2);
});

for (const [what, code, then] of [
  ['timers', 'for (;;) clearTimeout(setTimeout(() => {}, 7));', 'new Promise((done) => setTimeout(done, 7, 5))'],
  ['many timers', 'for (let ms = 20; ms < 500; ms = ms % 400 + 20) setTimeout(() => {}, ms);', 'new Promise((done) => setTimeout(done, 20, 5))'],
  ['immediates', 'for (;;) clearImmediate(setImmediate(() => {}));', 'new Promise((done) => setImmediate(done, 5))'],
]) {
  test(`interrupts in the middle of setting ${what} leave them working`, { timeout: 120_000 }, async () => {
    for (let i = 0; i < 10; i++) {
      await interruptOnceItPrints(evaluate(`console.log(1); ${code}`));
      assert.equal(await evaluate(then), 5);
    }
  });
}

test('immediates that are cleared at once take nothing from others', { timeout: 60_000 }, async () => {
  await evaluate('for (let i = 0; i < 10; i++) clearImmediate(setImmediate(() => {}));');
  assert.equal(await evaluate('new Promise((done) => setImmediate(done, 5))'), 5);
});

test('timers that a task sets and clears in one turn do what they would', { timeout: 60_000 }, async () => {
  assert.deepEqual(await evaluate(`
    const fired = [];
    clearTimeout(setTimeout(() => fired.push('cleared'), 1));
    clearImmediate(setImmediate(() => fired.push('cleared')));
    const every = setInterval(() => { if (fired.push('interval') >= 3) clearInterval(every); }, 1);
    setImmediate((x) => fired.push(x), 'immediate');
    setTimeout((x, y) => fired.push(x + y), 1, 'time', 'out').unref();
    await require('node:timers/promises').setTimeout(50);
    await require('node:util').promisify(setTimeout)(20);
    [...new Set(fired)].sort()`), ['immediate', 'interval', 'timeout']);
});

test('interrupts at any moment leave each request with exactly one answer', { timeout: 120_000 }, async () => {
  const codes = ['1 + 1', 'let x = 2; x', 'await null; 2', 'let s = 0; for (let i = 0; i < 1e5; i++) s += i; 2',
    'new Promise((done) => setTimeout(done, 1, 2))'];
  let interrupts = 0;
  for (let i = 0; i < 300; i++) {
    const answer = evaluate(codes[i % codes.length]).catch((error) => {
      assert.equal(error.type, 'InterruptedError');
      interrupts++;
      return 2;
    });
    for (let turns = i % 7; turns > 0; turns--) await new Promise(setImmediate);
    host.process.kill('SIGINT');
    assert.equal(await answer, 2);
  }
  assert.ok(interrupts > 0);
  assert.equal(await evaluate('kept + also'), 42);
});
