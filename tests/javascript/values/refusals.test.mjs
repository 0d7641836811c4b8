import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, NwsValueError } from '../kit/nws.mjs';

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
  refused([new Set([1, () => 1])], 'a function cannot be stored, at [0][[Function (anonymous)]]');
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
  refused(new Map([[[1], 'a'], [[1], 'b']]), 'two keys of the map are equal, at [[ 1 ]]');
  refused(new Map([[null, 'a'], [undefined, 'b']]), 'two keys of the map are equal, at [undefined]');
});

test('an error thrown by a property is passed on as it is', () => {
  const failing = { get x() { throw new RangeError('mine'); } };
  assert.throws(() => encode(failing), { name: 'RangeError', message: 'mine' });
});
