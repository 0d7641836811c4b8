import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decode, encode, equals, NwsArray, NwsComplex, NwsDateTime, NwsDecimal, NwsDuration, NwsFloat32, NwsFloat64,
  NwsRemoteError, NwsTuple, NwsUuid,
} from '../kit/nws.mjs';

const uuid = '123e4567-e89b-12d3-a456-426614174000';

const FORMS = [
  ['nil', null, 'c0'],
  ['127 in one byte', 127, '7f'],
  ['128 in two bytes', 128, 'cc80'],
  ['-32 in one byte', -32, 'e0'],
  ['-33 in two bytes', -33, 'd0df'],
  ['65536', 65_536, 'ce00010000'],
  ['2^32', 2 ** 32, 'cf0000000100000000'],
  ['-2^31-1', -(2 ** 31) - 1, 'd3ffffffff7fffffff'],
  ['-2^63', -(2n ** 63n), 'd38000000000000000'],
  ['2^64-1', 2n ** 64n - 1n, 'cfffffffffffffffff'],
  ['2^64 as extension', 2n ** 64n, 'c70901010000000000000000'],
  ['-2^63-1 as extension', -(2n ** 63n) - 1n, 'c70901ff7fffffffffffffff'],
  ['a small BigInt as the integer it is', 5n, '05'],
  ['1.5', 1.5, 'cb3ff8000000000000'],
  ['-0', -0, 'cb8000000000000000'],
  ['NaN', NaN, 'cb7ff8000000000000'],
  ['2.0', new NwsFloat64(2), 'cb4000000000000000'],
  ['a 32-bit float', new NwsFloat32(1), 'ca3f800000'],
  ['a decimal', new NwsDecimal('1.50'), 'd602312e3530'],
  ['text', 'aé', 'a361c3a9'],
  ['a lone surrogate', '\ud800', 'a3eda080'],
  ['bytes', Buffer.from([1, 2]), 'c4020102'],
  ['a list', [1, 'a'], '9201a161'],
  ['a tuple', NwsTuple.of(1, 2), 'c70303920102'],
  ['a set', new Set([1, 2]), 'c70304920102'],
  ['a map', { a: 1 }, '81a16101'],
  ['whole seconds', new Date(1000), 'd6ff00000001'],
  ['milliseconds', new Date(1001), 'd7ff003d090000000001'],
  ['before 1970', new Date(-1000), 'c70cff00000000ffffffffffffffff'],
  ['an offset', new NwsDateTime(0, 1, -3600), 'd805000000000000000000000001fffff1f0'],
  ['naive', new NwsDateTime(1, 0, null), 'c70c06000000000000000100000000'],
  ['a duration', new NwsDuration(-1, 500_000_000), 'c70c07ffffffffffffffff1dcd6500'],
  ['a uuid', new NwsUuid(uuid), `d808${uuid.replaceAll('-', '')}`],
  ['a complex number', new NwsComplex(1, 0), 'd8093ff00000000000000000000000000000'],
  ['a numeric array', new Int16Array([1, -1]), 'c70c0a93a269329102c4040100ffff'],
  ['a matrix', NwsArray.from([[1], [2]], 'u1'), 'c70b0a93a27531920201c4020102'],
  ['an error', new NwsRemoteError({ type: 'E', message: 'm', stack: '', language: 'python' }),
    'c7290b84a474797065a145a76d657373616765a16da5737461636ba0a86c616e6775616765a6707974686f6e'],
];

for (const [name, value, hex] of FORMS) {
  test(`${name} is written as the specification says`, () => {
    assert.equal(encode(value).toString('hex'), hex);
    assert.ok(equals(decode(Buffer.from(hex, 'hex'), { exact: true }), value));
  });
}

test('integers in longer forms are read too', () => {
  const forms = ['cc05', 'cd0005', 'ce00000005', 'cf0000000000000005', 'd005', 'd10005', 'd200000005', 'c702010005'];
  for (const hex of forms) {
    assert.equal(decode(Buffer.from(hex, 'hex')), 5);
  }
});

test('a date-time with the offset 0 is an instant', () => {
  assert.deepEqual(decode(Buffer.from('d80500000000000000010000000000000000', 'hex')), new Date(1000));
});
