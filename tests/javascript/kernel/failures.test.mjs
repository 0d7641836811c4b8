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

test('errors in what a task left running go to stderr, and the kernel goes on', async () => {
  await evaluate('setTimeout(() => { throw new Error("stray"); }, 1); Promise.reject(new Error("lost")); '
    + 'new Promise((done) => setTimeout(done, 30))');
  assert.match(host.printed('stderr'), /Uncaught Error: stray\n {4}at .*<task>:1:26/);
  assert.match(host.printed('stderr'), /Uncaught \(in promise\) Error: lost\n {4}at <task>:1:/);
  assert.equal(await evaluate('1'), 1);
});

test('Ctrl+C ends the task that is waited for, and the kernel goes on', async () => {
  const waiting = evaluate('console.log("waiting"); await new Promise(() => {})');
  await new Promise((resolve) => { host.onOutput = resolve; });
  host.process.kill('SIGINT');
  await assert.rejects(waiting, { type: 'InterruptedError', message: 'the task was interrupted' });
  host.process.kill('SIGINT');
  assert.equal(await evaluate('1'), 1);
});

test('an unknown method is refused', async () => {
  await assert.rejects(host.request('complete'), { message: "the kernel has no method 'complete'" });
});
