import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, equals, NwsArray, NwsFloat32, NwsFloat64, NwsTuple } from '../kit/nws.mjs';
import { SAMPLES } from '../kit/samples.mjs';

for (const [name, value] of SAMPLES) {
  test(`${name} comes back as it was`, () => {
    const back = decode(encode(value), { exact: true });
    assert.ok(equals(back, value));
    assert.equal(Object.prototype.toString.call(back), Object.prototype.toString.call(value));
    assert.equal(back?.constructor, value?.constructor);
  });
}

test('samples differ from each other', () => {
  for (const [i, [, one]] of SAMPLES.entries()) {
    for (const [, other] of SAMPLES.slice(i + 1)) assert.ok(!equals(one, other), `${one} equals ${other}`);
  }
});

test('the content of what comes back is what was sent', () => {
  assert.deepEqual(decode(encode({ a: [1, 'x', null], b: new Set([2]) })), { a: [1, 'x', null], b: new Set([2]) });
  assert.deepEqual(decode(encode(new Map([[1, { c: 3.5 }]]))), new Map([[1, { c: 3.5 }]]));
  assert.deepEqual(decode(encode(new Float64Array([1, 2]))), new Float64Array([1, 2]));
  assert.deepEqual([...decode(encode(NwsTuple.of(1, 2)))], [1, 2]);
  assert.equal(decode(encode('a\ud800b')), 'a\ud800b');
  assert.equal(Object.is(decode(encode(-0)), -0), true);
});

test('an integral float is a plain number, unless exactness is wanted', () => {
  const bytes = encode(new NwsFloat64(2));
  assert.equal(decode(bytes), 2);
  assert.deepEqual(decode(bytes, { exact: true }), new NwsFloat64(2));
  assert.equal(decode(bytes, { exact: true }) + 1, 3);
});

test('a map keeps the order of its keys', () => {
  const keys = ['z', 'a', '10', '2', 'm'];
  assert.deepEqual([...decode(encode(new Map(keys.map((key) => [key, 0])))).keys()], keys);
  assert.deepEqual(Object.keys(decode(encode({ z: 0, a: 0, m: 0 }))), ['z', 'a', 'm']);
});

test('undefined and the holes of an array become nil', () => {
  assert.deepEqual(decode(encode([undefined, , 1])), [null, null, 1]);
});

test('an object of a class is a map of its properties', () => {
  class Point {
    #secret = 1;
    x = 3;
    get secret() { return this.#secret; }
  }
  assert.deepEqual(decode(encode(new Point())), { x: 3 });
});

test('buffers of all sorts are bytes', () => {
  const expected = new Uint8Array([1, 2]);
  const memory = expected.buffer;
  for (const bytes of [Buffer.from([1, 2]), memory, new DataView(memory)]) {
    assert.deepEqual(decode(encode(bytes)), expected);
  }
});

test('decoded bytes do not hang on to the buffer they came in', () => {
  const bytes = decode(Buffer.concat([Buffer.from([0xc4, 1, 9])]));
  assert.equal(bytes.buffer.byteLength, 1);
});

test('equal elements of a set are written once', () => {
  assert.deepEqual(decode(encode(new Set([[1], [1], 'x']))), new Set([[1], 'x']));
});

test('an Error is sent with class, message, frames and causes', () => {
  class DiskFull extends Error {}
  const back = decode(encode(new TypeError('outer', { cause: new DiskFull('inner') })));
  assert.equal(back.type, 'TypeError');
  assert.equal(back.message, 'outer');
  assert.match(back.remoteStack, /^ {4}at /);
  assert.equal(back.language, 'javascript');
  assert.equal(String(back.cause), 'DiskFull: inner');
});

test('floats as keys stay apart from integers, and lose their wrapper where they can', () => {
  const map = decode(encode(new Map([[new NwsFloat64(2), 'float'], [3, 'integer']])));
  assert.equal(map.get(2), 'float');
  const both = decode(encode(new Map([[new NwsFloat64(2), 'float'], [2, 'integer']])));
  assert.deepEqual([...both.keys()], [new NwsFloat64(2), 2]);
  const zeros = decode(encode(new Set([new NwsFloat64(-0), 0])));
  assert.equal(zeros.size, 2);
});

test('a 32-bit float counts as number in arithmetic', () => {
  assert.equal(decode(encode(new NwsFloat32(0.5))) * 2, 1);
});

test('keys that differ only in integer or float stay apart, also inside containers', () => {
  const float = new NwsFloat64(1);
  const maps = [
    new Map([[NwsTuple.of(1), 'integer'], [NwsTuple.of(float), 'float']]),
    new Map([[[float, { a: float }], 1], [[1, { a: float }], 2], [[1, { a: 1 }], 3]]),
    new Set([[1], [float], new Set([1]), new Set([float])]),
    new Map([[new Map([[[1], [1]], [[float], [1]]]), 1], [new Map([[[1], [1]], [[float], [float]]]), 2]]),
  ];
  for (const map of maps) {
    assert.ok(equals(decode(encode(map)), map));
    assert.ok(equals(decode(encode(map), { exact: true }), map));
  }
});

test('floats inside keys are plain numbers where nothing is equal to them then', () => {
  const [[tuple]] = decode(encode(new Map([[NwsTuple.of(new NwsFloat64(1)), 'a'], [NwsTuple.of(2), 'b']])));
  assert.deepEqual([...tuple], [1]);
});

test('keys and elements inside each other up to the limit', () => {
  for (const wrap of [
    (value) => new Map([[value, 1]]), (value) => new Map([[value, 1], [[2], 3]]), (value) => new Set([value]),
    (value) => new Set([[1], value]), (value) => new Map([[value, 1], [[new NwsFloat64(1)], 2], [[1], 3]]),
  ]) {
    let value = wrap([]);
    for (let depth = 2; depth < 256; depth++) value = wrap(value);
    assert.ok(equals(decode(encode(value)), value));
  }
});

test('typed arrays of every class, also those that begin in the middle of their memory', () => {
  const memory = new ArrayBuffer(64);
  new Uint8Array(memory).forEach((_, i, bytes) => { bytes[i] = i; });
  for (const View of [Int8Array, Int16Array, Int32Array, BigInt64Array, Uint16Array, Uint32Array, BigUint64Array,
    Float32Array, Float64Array]) {
    const view = new View(memory, 16, 3);
    assert.deepEqual(decode(encode(view)), view.slice());
  }
  assert.deepEqual(decode(encode(Uint8ClampedArray.of(1, 255))), NwsArray.from([1, 255], 'u1'));
  assert.deepEqual(decode(encode(new Uint8Array(memory, 8, 2))), Uint8Array.of(8, 9));
  assert.deepEqual(decode(encode(new DataView(memory, 8, 2))), Uint8Array.of(8, 9));
  assert.deepEqual(decode(encode(new SharedArrayBuffer(2))), new Uint8Array(2));
});
