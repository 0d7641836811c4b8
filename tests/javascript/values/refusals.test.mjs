import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, NwsArray, NwsDecimal, NwsTuple, NwsValueError } from '../kit/nws.mjs';

/** Asserts that a value is refused with this message. */
function refused(value, message) {
  assert.throws(() => encode(value), (error) => {
    assert.ok(error instanceof NwsValueError);
    assert.equal(error.message, message);
    return true;
  });
}

test('the path leads to what cannot be stored', () => {
  refused({ rows: [1, 2, 3, () => 1] }, "a function cannot be stored, at ['rows'][3]");
  refused(new Map([[1, [Symbol('x')]]]), 'a symbol cannot be stored, at [1][0]');
  refused([new Set([1, () => 1])], 'a function cannot be stored, at [0][1]');
});

test('the path shows keys that are text or integers', () => {
  const call = () => 1;
  const paths = new Map([
    ['k'.repeat(41), `['${'k'.repeat(40)}...']`], ['\u{1f600}'.repeat(41), `['${'\u{1f600}'.repeat(40)}...']`],
    ['\u{1f600}'.repeat(40), `['${'\u{1f600}'.repeat(40)}']`], ["it's\\\n\x7f\ud800", "['it\\'s\\\\\\n\\u007f\\ud800']"],
    [-7, '[-7]'], [10n ** 39n, `[${10n ** 39n}]`], [10n ** 40n, '[value 1]'], [1.5, '[value 1]'], [true, '[value 1]'],
    [null, '[value 1]'],
  ]);
  for (const [key, path] of paths) {
    assert.throws(() => encode(new Map([['', 0], [key, call]])), { path, message: `a function cannot be stored, at ${path}` });
  }
});

test('a long path lacks its middle', () => {
  let value = () => 1;
  for (let i = 20; i > 0; i--) value = new Map([[i, value]]);
  assert.throws(() => encode(value), { path: '[1][2][3][4][5][6][7][8][9][10][11][12]...[17][18][19][20]' });
});

test('a key that cannot be stored is named by its place', () => {
  refused({ a: new Map([[NwsTuple.of(1, () => 1), 2]]) }, "a function cannot be stored, at ['a'][key 0][1]");
});

test('objects of the platform are refused rather than emptied', () => {
  refused(Promise.resolve(), 'an object of type Promise cannot be stored');
  refused([new WeakMap()], 'an object of type WeakMap cannot be stored, at [0]');
  refused(/x/, 'an object of type RegExp cannot be stored');
  refused(new URL('http://localhost'), 'an object of type URL cannot be stored');
  refused([].values(), 'an object of type Array Iterator cannot be stored');
  refused(new Date(NaN), 'an invalid Date cannot be stored');
});

test('a value that contains itself is refused', () => {
  const value = { list: [] };
  value.list.push(value);
  refused(value, "the value contains itself, at ['list'][0]");
  refused([0, { value }], "the value contains itself, at [1]['value']['list'][0]");
});

test('an object that is reached twice is written twice', () => {
  const shared = { a: 1 };
  assert.deepEqual(encode([shared, shared]), encode([{ a: 1 }, { a: 1 }]));
});

test('256 containers fit inside each other, 257 do not', () => {
  let value = [];
  for (let depth = 1; depth < 256; depth++) value = depth % 2 ? [value] : { value };
  encode(value);
  assert.throws(() => encode([value]), /more than 256 containers are inside each other, at \[0\]/);
});

test('the causes of errors count as depth', () => {
  let error = new Error('innermost');
  for (let depth = 0; depth < 256; depth++) error = new Error('outer', { cause: error });
  encode(error);
  assert.throws(() => encode([error]), /more than 256 containers/);
});

test('equal keys of a map are refused', () => {
  refused(new Map([[[1], 'a'], [[1], 'b']]), 'two keys of the map are equal, at [key 1]');
  refused(new Map([[null, 'a'], [undefined, 'b']]), 'two keys of the map are equal, at [key 1]');
});

test('an integer and the BigInt of the same value are equal keys', () => {
  refused({ m: new Map([[1, 'a'], [1n, 'b']]) }, "two keys of the map are equal, at ['m'][key 1]");
  assert.deepEqual(decode(encode(new Set([1, 1n, 2n]))), new Set([1, 2]));
});

test('a bool of an array is 0 or 1', () => {
  assert.throws(() => new NwsArray('b1', [2], Uint8Array.of(1, 2)), /neither 0 nor 1/);
  const changed = NwsArray.from([true], 'b1');
  changed.bytes[0] = 7;
  refused([changed], 'a bool of a numeric array is neither 0 nor 1, at [0]');
});

test('the exponent of a decimal has at most 18 digits', () => {
  for (const text of ['1.5E+999999999999999999', '-1.5E-999999999999999999']) {
    assert.equal(String(decode(encode(new NwsDecimal(text)))), text);
  }
  assert.throws(() => new NwsDecimal('15E999999999999999999'), /more than 18 digits/);
});

test('an error thrown by a property is passed on as it is', () => {
  const failing = { get x() { throw new RangeError('mine'); } };
  assert.throws(() => encode(failing), { name: 'RangeError', message: 'mine' });
});
