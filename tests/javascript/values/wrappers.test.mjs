import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  decode, encode, NwsArray, NwsComplex, NwsDateTime, NwsDecimal, NwsDuration, NwsFloat32, NwsFloat64, NwsRemoteError,
  nwsFile, NwsTuple, NwsUuid, NwsValueError,
} from '../kit/nws.mjs';

test('wrappers print as what they hold', () => {
  assert.equal(inspect(new NwsDecimal('1.50')), 'NwsDecimal(1.50)');
  assert.equal(inspect(new NwsFloat32(0.1)), 'NwsFloat32(0.1)');
  assert.equal(inspect(new NwsFloat64(2)), 'NwsFloat64(2.0)');
  assert.equal(inspect(new NwsComplex(1, -2)), 'NwsComplex(1-2i)');
  assert.equal(inspect(new NwsDuration(90)), 'NwsDuration(PT1M30S)');
  assert.equal(inspect(NwsTuple.of(1, 'a')), "NwsTuple(2) [ 1, 'a' ]");
  assert.equal(inspect(NwsArray.from([[1, 2], [3, 4]])), 'NwsArray(f8 2x2) [ 1, 2, 3, 4 ]');
  assert.match(inspect(NwsArray.from(Array(30).fill(7), 'u1')), /7, \.\.\. 6 more \]$/);
});

test('a decimal has one text for one number', () => {
  const texts = {
    '1.50': '1.50', '1e5': '1E+5', '0.0000001': '1E-7', '0.000001': '0.000001', '-0.00': '-0.00', '00012.30': '12.30',
    '12345E-3': '12.345', '0E+3': '0E+3', '123E-10': '1.23E-8', 'NaN': 'NaN', '-Infinity': '-Infinity',
  };
  for (const [given, normal] of Object.entries(texts)) assert.equal(String(new NwsDecimal(given)), normal);
  assert.equal(JSON.stringify(new NwsDecimal(10n)), '"10"');
  assert.throws(() => new NwsDecimal('1,5'), new NwsValueError("'1,5' is not a decimal number"));
});

test('date-times are read and written as ISO 8601', () => {
  const texts = [
    '2024-02-29T23:59:59.123456789+05:30', '1970-01-01T00:00:00Z', '1969-12-31T23:59:59.5Z', '0001-01-01T00:00:00',
    '-000001-12-31T00:00:00Z', '+292277026596-12-04T15:30:07Z', '2000-01-01T00:00:00-00:00:01',
  ];
  for (const text of texts) assert.equal(String(NwsDateTime.parse(text)), text);
});

test('dates that do not exist are refused', () => {
  for (const text of ['2023-02-29T00:00:00Z', '2024-13-01T00:00:00Z', '2024-01-01T24:00:00Z', 'yesterday']) {
    assert.throws(() => NwsDateTime.parse(text), NwsValueError, text);
  }
});

test('date-times agree with Date', () => {
  for (const year of [-271_820, -1, 0, 1, 1600, 1900, 2000, 2024, 9999, 275_000]) {
    const date = new Date(Date.UTC(2000, 1, 29, 12, 30, 15, 250));
    date.setUTCFullYear(year);
    const dateTime = NwsDateTime.fromDate(date, 0);
    assert.equal(String(dateTime).replace('.25Z', '.250Z'), date.toISOString());
    assert.deepEqual(dateTime.toDate(), date);
  }
});

test('an offset changes what the clock shows, not the instant', () => {
  const dateTime = NwsDateTime.fromDate(new Date(0), 3600);
  assert.equal(String(dateTime), '1970-01-01T01:00:00+01:00');
  assert.equal(dateTime.toDate().getTime(), 0);
});

test('what lies outside the years of Date says so', () => {
  assert.throws(() => new NwsDateTime(2n ** 60n).toDate(), /outside the range of Date/);
});

test('durations are read from milliseconds and compare', () => {
  assert.equal(String(NwsDuration.fromMilliseconds(-1500)), '-PT1.5S');
  assert.equal(String(new NwsDuration(7384, 5)), 'PT2H3M4.000000005S');
  assert.equal(String(new NwsDuration(0)), 'PT0S');
  assert.ok(new NwsDuration(1) < new NwsDuration(1, 1000));
  assert.equal(Number(NwsDuration.fromMilliseconds(0.25)), 0.25);
});

test('fields out of range are refused', () => {
  assert.throws(() => new NwsDateTime(0, 1e9), NwsValueError);
  assert.throws(() => new NwsDateTime(0, 0, 86_400), NwsValueError);
  assert.throws(() => new NwsDuration(2n ** 63n), NwsValueError);
  assert.throws(() => new NwsDuration(0.5), NwsValueError);
  assert.throws(() => new NwsUuid('123'), NwsValueError);
  assert.throws(() => new NwsArray('f8', [2], new Uint8Array(8)), NwsValueError);
  assert.throws(() => NwsArray.from([[1], [2, 3]]), NwsValueError);
  assert.throws(() => new NwsArray('u1', [2 ** 31, 0], new Uint8Array()), /2147483648 is not the length/);
  assert.throws(() => new NwsArray('u1', Array(65).fill(1), new Uint8Array(1)), /65 dimensions are more than 64/);
});

test('a uuid is known by its bytes', () => {
  const uuid = new NwsUuid('123E4567-E89B-12D3-A456-426614174000');
  assert.equal(String(uuid), '123e4567-e89b-12d3-a456-426614174000');
  assert.equal(String(NwsUuid.fromBytes(uuid.toBytes())), String(uuid));
  assert.notEqual(String(NwsUuid.random()), String(NwsUuid.random()));
});

test('elements of a numeric array are found by their indices', () => {
  const matrix = NwsArray.from([[1, 2, 3], [4, 5, 6]], 'i2');
  assert.deepEqual(matrix.shape, [2, 3]);
  assert.equal(matrix.at(1, 2), 6);
  matrix.set([1, 2], -6);
  assert.deepEqual(matrix.toNested(), [[1, 2, 3], [4, 5, -6]]);
  assert.throws(() => matrix.at(2, 0), RangeError);
  assert.throws(() => matrix.at(1), RangeError);
});

test('half-precision floats are rounded to the nearest', () => {
  const halves = NwsArray.from([1 / 3, 65_519, 65_520, 2 ** -25, 2 ** -24 * 1.5, -0, NaN], 'f2');
  assert.deepEqual(halves.toNested(), [0.333251953125, 65_504, Infinity, 0, 2 ** -23, -0, NaN]);
});

test('map, filter and slice of a tuple give plain arrays', () => {
  assert.equal(NwsTuple.of(1, 2).map((x) => x).constructor, Array);
});

test('a remote error shows what happened there', () => {
  const error = new NwsRemoteError({ type: 'ValueError', message: 'bad', stack: '  line 3', language: 'python' });
  assert.ok(error instanceof Error);
  assert.equal(String(error), 'ValueError: bad');
  assert.equal(error.stack, 'ValueError: bad\n  line 3');
  assert.match(inspect(error), /ValueError: bad\n {2}line 3 \(python\)/);
});

test('a wrapper of another copy of this module is understood', async () => {
  const { NwsDecimal: Foreign } = await import(`${nwsFile('values/nws-decimal.mjs')}?copy`);
  assert.notEqual(Foreign, NwsDecimal);
  assert.deepEqual(encode(new Foreign('1.5')), encode(new NwsDecimal('1.5')));
  assert.ok(decode(encode(new Foreign('1.5'))) instanceof NwsDecimal);
});
