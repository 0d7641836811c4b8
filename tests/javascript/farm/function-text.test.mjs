import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { nwsFile, SleighIllegalValueException } from '../kit/nws.mjs';

const { definition, functionText } = await import(nwsFile('farm/code/function-text.mjs'));
const { jobRecord } = await import(nwsFile('farm/jobs/job-record.mjs'));

const run = (text) => (0, eval)(`(${text}\n)`);
const outside = 3;

test('functions of every form keep their meaning as text', async () => {
  const key = 'computed';
  const object = {
    method(x) { return x + 1; },
    async later(x) { return x + 2; },
    *several(x) { yield x; yield x + 1; },
    'odd name'(x) { return x + 3; },
    function(x) { return x + 4; },
    if(x) { return x + 5; },
    arrow: (x) => x + 6,
  };
  assert.equal(run(functionText((x) => x * 2))(4), 8);
  assert.equal(run(functionText(function named(x) { return x < 1 ? 0 : x + named(x - 1); }))(3), 6);
  assert.equal(run(functionText(object.method))(1), 2);
  assert.equal(await run(functionText(object.later))(1), 3);
  assert.deepEqual([...run(functionText(object.several))(1)], [1, 2]);
  assert.equal(run(functionText(object['odd name']))(1), 4);
  assert.equal(run(functionText(object.function))(1), 5);
  assert.equal(run(functionText(object.if))(1), 6);
  assert.equal(run(functionText(object.arrow))(1), 7);
  assert.equal(run(functionText({ [key](x) { return x + 8; } }[key], new Set(['key'])))(1), 9);
  assert.equal(run(functionText(class { static of(x) { return x + 9; } }.of))(1), 10);
});

test('what the workers have may be used', () => {
  functionText((x) => [Math.sqrt(x), Buffer.from(x), require('node:os'), process.pid, structuredClone(x), undefined, NaN]);
  functionText((x) => [SleighRank, SleighWorkerCount, SleighArguments, SleighNws, SleighUserNws, x]);
  functionText(async (x) => (await import('node:fs')).existsSync(x));
  functionText((x) => x + outside, new Set(['outside']));
});

test('what a function captures is refused, by name and with advice', () => {
  const refused = (fun) => {
    let error;
    assert.throws(() => functionText(fun), (thrown) => { error = thrown; return thrown instanceof SleighIllegalValueException; });
    return error;
  };
  assert.deepEqual(refused((x) => x + outside).captured, ['outside']);
  assert.match(refused(function area(x) { return x * outside + test(path); }).message,
    /^the function area uses 'outside', 'test' and 'path' of the program around it.*fixed arguments.*sleigh\.define/s);
  assert.deepEqual(refused((x) => { outside.y = x; }).captured, ['outside']);
  assert.deepEqual(refused(() => this).captured, ['this']);
  assert.deepEqual(refused(() => import.meta.url).captured, ['import.meta']);
  assert.deepEqual(refused(({ add(x) { return this.offset + x; } }).add).captured, ['this']);
  globalThis.ofTheMaster = 1;
  assert.deepEqual(refused((x) => x + globalThis.x + ofTheMaster).captured, ['ofTheMaster']);
  delete globalThis.ofTheMaster;
});

test('functions that every worker has go by their name', () => {
  assert.equal(functionText(Math.sqrt), 'Math.sqrt');
  assert.equal(functionText(parseInt), 'parseInt');
  assert.equal(functionText(JSON.stringify), 'JSON.stringify');
  assert.equal(functionText(String), 'String');
  assert.equal(functionText(structuredClone), 'structuredClone');
  assert.equal(functionText(path.basename), 'node:path.basename');
  assert.equal(functionText(path.win32.basename), 'node:path.win32.basename');
});

test('functions without a text are refused, with advice', () => {
  assert.throws(() => functionText(''.trim), /trim is native or bound.* Send a function that calls it/);
  assert.throws(() => functionText((() => 1).bind(null)), /bound.*native or bound/);
  assert.throws(() => functionText(class Task {}), /Task is a class; define it \(sleigh\.define\(Task\)\)/);
  const { get } = Object.getOwnPropertyDescriptor({ get x() { return 1; } }, 'x');
  assert.throws(() => functionText(get), /get x is the accessor of a property/);
});

test('functions and classes are defined under their own names, and may use each other', () => {
  const double = (x) => x * 2;
  class Point { constructor(x) { this.x = double(x); } }
  class Corner extends Point { sum() { return isOdd(this.x); } }
  function isOdd(n) { return n === 0 ? false : isEven(n - 1); }
  function isEven(n) { return n === 0 ? true : isOdd(n - 1); }
  const { code, names } = definition([double, Point, Corner, isOdd, isEven, 'let a = 1;']);
  assert.deepEqual(names, ['double', 'Point', 'Corner', 'isOdd', 'isEven', 'a']);
  assert.equal((0, eval)(`(() => { ${code} return new Corner(3).sum() })()`), false);
  assert.throws(() => definition([isOdd]), /isOdd uses 'isEven'/);
  assert.throws(() => definition([(() => (x) => x)()]), /without a name/);
  assert.throws(() => definition([5]), /a function, a class or a text/);
});

test('a job knows what was defined, and tells what it defines', () => {
  const options = { type: 'define' };
  assert.deepEqual(jobRecord(function f() { return outside; }, [], { ...options, globals: ['outside'] }).names, ['f']);
  assert.deepEqual(jobRecord('const table = 1; class A {}', [], {}).names, ['table', 'A']);
  assert.deepEqual(jobRecord('def f(): pass', [], { ...options, language: 'python' }).names, []);
  assert.equal(jobRecord((x) => outside(x), [], {}, new Set(['outside'])).record.code, '(x) => outside(x)');
  assert.throws(() => jobRecord([(x) => x], [], {}), /a function or a text/);
});
