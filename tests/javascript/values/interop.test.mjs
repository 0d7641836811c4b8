import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { decode, encode, NwsTuple } from '../kit/nws.mjs';

const other = loadOther();

/** The MessagePack library of the npm registry, which knows nothing of Nws. */
function loadOther() {
  try {
    return createRequire(new URL('../../interop/package.json', import.meta.url))('@msgpack/msgpack');
  } catch (error) {
    throw new Error('@msgpack/msgpack is missing; run: npm ci --prefix tests/interop', { cause: error });
  }
}

const COMMON = [
  null, true, 0, 127, 128, 65_536, 2 ** 40, -1, -33, -(2 ** 40), 1.5, NaN, '', 'é😀', 'x'.repeat(70_000),
  [1, [2]], { a: { b: [null] } }, new Date(1_700_000_000_123), new Date(-5), new Date(0),
  Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`key ${i}`, i])),
];

test('another library reads what this one writes', () => {
  for (const value of COMMON) assert.deepEqual(other.decode(encode(value)), value);
  assert.ok(Object.is(other.decode(encode(-0)), -0));
  assert.deepEqual([...other.decode(encode(new Uint8Array([1, 2])))], [1, 2]);
  assert.equal(other.decode(encode(2n ** 63n), { useBigInt64: true }), 2n ** 63n);
});

test('this one reads what another library writes', () => {
  for (const value of COMMON) assert.deepEqual(decode(other.encode(value)), value);
  assert.equal(decode(other.encode(-(2n ** 63n), { useBigInt64: true })), -(2n ** 63n));
});

test('both write the same bytes', () => {
  for (const value of COMMON) assert.deepEqual(encode(value), Buffer.from(other.encode(value)));
});

test('what MessagePack has no word for is an extension to others', () => {
  const { type, data } = other.decode(encode(NwsTuple.of(1, 2)));
  assert.equal(type, 3);
  assert.deepEqual(other.decode(data), [1, 2]);
});
