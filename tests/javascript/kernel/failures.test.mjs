import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

let host;
before(async () => { host = await KernelHost.start(); });
after(() => host.stop());

const evaluate = (code, ...args) => host.request('evaluate', code, args);

test('an error tells type, message, the frames of the code, and its causes', async () => {
  const code = `const cause = new TypeError("inner");

    function fail() { throw new RangeError("outer", { cause }); }
    fail()`;
  await assert.rejects(evaluate(code), (error) => {
    const { stack, cause, ...rest } = error;
    assert.deepEqual(rest, { type: 'RangeError', message: 'outer', language: 'javascript' });
    assert.equal(stack, '    at fail (<task>:3:29)\n    at <task>:4:5');
    assert.equal(cause.type, 'TypeError');
    assert.equal(cause.message, 'inner');
    return true;
  });
});

test('lines are counted from the first of the code', async () => {
  await assert.rejects(evaluate('\n\n  null.x'), { stack: '    at <task>:3:8' });
  await assert.rejects(evaluate('await null;\nthrow new Error("x")'), { stack: '    at <task>:2:7' });
  await assert.rejects(evaluate('await Promise.reject(new Error("x"))'), { stack: '    at <task>:1:22' });
});

test('frames of asynchronous functions are there', async () => {
  const code = `async function deep(n) {
    if (n === 0) throw new Error("deep");
    await null;
    await deep(n - 1);
  }
  await deep(1)`;
  await assert.rejects(evaluate(code), {
    stack: '    at deep (<task>:2:24)\n    at deep (<task>:4:11)\n    at async <task>:6:3',
  });
});

test('a syntax error tells where it is', async () => {
  await assert.rejects(evaluate('let a = 1;\nlet b = ;'), {
    type: 'SyntaxError', message: "Unexpected token ';'", stack: '    at <task>:2:9',
  });
});

test('whatever is thrown is told', async () => {
  await assert.rejects(evaluate('throw "text"'), { type: 'string', message: 'text', stack: '' });
  await assert.rejects(evaluate('throw { code: 1 }'), { type: 'object', message: '{ code: 1 }' });
  await assert.rejects(evaluate('throw undefined'), { type: 'undefined' });
  await assert.rejects(evaluate('throw Object.freeze(new Error("frozen"))'), { message: 'frozen' });
  await assert.rejects(evaluate('class Mine extends Error {}; throw new Mine("m")'), { type: 'Mine', message: 'm' });
});

test('a chain of causes without end is cut', async () => {
  await assert.rejects(evaluate('let e = new Error("e"); e.cause = e; throw e'), { message: 'e' });
});

test('an error that came from elsewhere keeps its origin', async () => {
  const code = `import { NwsRemoteError } from 'nws';
    throw new NwsRemoteError({ type: 'ValueError', message: 'm', stack: 'line 1', language: 'python' })`;
  await assert.rejects(evaluate(code), { type: 'ValueError', message: 'm', stack: 'line 1', language: 'python' });
});

test('causes travel both ways, also those from elsewhere', async () => {
  const code = `import { NwsRemoteError } from 'nws';
    const root = new NwsRemoteError({ type: 'KeyError', message: 'k', stack: 'line 1', language: 'python' });
    throw new Error('outer', { cause: new TypeError('inner', { cause: root }) })`;
  const thrown = await evaluate(code).catch((error) => error);
  assert.deepEqual([thrown.cause.type, thrown.cause.cause.type, thrown.cause.cause.language], ['TypeError', 'KeyError', 'python']);
  const given = new Error('outer', { cause: new RangeError('inner') });
  assert.deepEqual(await evaluate('let e = SleighArguments[0]; [e.message, e.cause.type, e.cause.message]', given),
    ['outer', 'RangeError', 'inner']);
});

test('a result that cannot be sent is an error that names the place in it', async () => {
  await assert.rejects(evaluate('({ rows: [1, () => 2] })'), {
    type: 'NwsValueError', message: "the result cannot be sent back: a function cannot be stored, at ['rows'][1]",
  });
});

test('process.exit is an error of the task, and the kernel goes on', async () => {
  await assert.rejects(evaluate('process.exit(3)'), {
    message: /process\.exit\(3\) was called/, stack: '    at <task>:1:9',
  });
  assert.equal(await evaluate('1'), 1);
});

test('an error that nobody catches fails the task that is waited for', async () => {
  await assert.rejects(evaluate('await new Promise(() => setTimeout(() => { throw new RangeError("stray"); }, 1))'), {
    type: 'RangeError', message: 'stray', stack: /<task>:1:/,
  });
  await assert.rejects(evaluate('setTimeout(() => Promise.reject(new Error("lost")), 1); new Promise(() => {})'), {
    message: 'lost',
  });
  assert.equal(await evaluate('1'), 1);
});

test('an error thrown behind the task, in the same turn, goes to stderr, and the kernel goes on', async () => {
  const told = new Promise((resolve) => { host.onOutput = resolve; });
  await evaluate('process.nextTick(() => { throw new Error("next"); }); 0').catch((error) => assert.equal(error.message, 'next'));
  await Promise.race([told, evaluate('1')]);
  await assert.rejects(evaluate('process.nextTick(() => { throw new Error("tick"); }); new Promise(() => {})'), { message: 'tick' });
  await assert.rejects(evaluate('queueMicrotask(() => { throw new Error("micro"); }); new Promise(() => {})'), { message: 'micro' });
  assert.equal(await evaluate('1'), 1);
});

test('errors in what a task left running go to stderr, and the kernel goes on', async () => {
  const told = new Promise((resolve) => { host.onOutput = resolve; });
  await evaluate('setTimeout(() => { throw new Error("stray"); }, 1); 0');
  await told;
  assert.match(host.printed('stderr'), /Uncaught Error: stray\n {4}at .*<task>:1:26/);
  assert.equal(await evaluate('1'), 1);
});

test('an unknown method is refused', async () => {
  await assert.rejects(host.request('dance'), { message: "the kernel has no method 'dance'" });
});
