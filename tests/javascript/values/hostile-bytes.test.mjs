import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, NwsValueError } from '../kit/nws.mjs';
import { SAMPLES } from '../kit/samples.mjs';

const SMALL_SAMPLES = SAMPLES.map(([name, value]) => [name, encode(value)]).filter(([, bytes]) => bytes.length < 1000);

/** Asserts that bytes are refused for this reason, with a position. */
function refused(hex, reason) {
  assert.throws(() => decode(Buffer.from(hex, 'hex')), (error) => {
    assert.ok(error instanceof NwsValueError, String(error));
    assert.match(error.message, reason);
    assert.match(error.message, /, at byte \d+$/);
    return true;
  });
}

for (const [name, bytes] of SMALL_SAMPLES) {
  test(`${name} is refused wherever it is cut off`, () => {
    for (let end = 0; end < bytes.length; end++) {
      assert.throws(() => decode(bytes.subarray(0, end)), NwsValueError, `cut at ${end}`);
    }
  });
}

test('changed bytes are either another value or refused, never another error', () => {
  let seed = 1;
  const random = (limit) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % limit;
  };
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(SMALL_SAMPLES[random(SMALL_SAMPLES.length)][1]);
    for (let changes = 0; changes <= random(3); changes++) bytes[random(bytes.length)] = random(256);
    try {
      decode(bytes);
    } catch (error) {
      assert.ok(error instanceof NwsValueError, `${bytes.toString('hex')}: ${error.stack}`);
    }
  }
});

test('announced counts are not believed', () => {
  refused('ddffffffff', /4294967295 elements are announced/);
  refused('dfffffffff', /4294967295 elements are announced/);
  refused('c6ffffffff', /the bytes end/);
  refused('dbffffffff', /the bytes end/);
  refused('c9ffffffff03', /4294967295 bytes are announced/);
  refused('c71004ddffffffff', /announced/);
});

test('what is no value is refused', () => {
  refused('', /the bytes end/);
  refused('c1', /no token c1/);
  refused('0101', /bytes follow the value/);
  refused('d46300', /extension type 99 is unknown/);
  refused('d4ff00', /a timestamp has 4, 8 or 12 bytes, not 1/);
  refused('d40800', /a UUID has 16 bytes, not 1/);
  refused('d40278', /'x' is not a decimal number/);
  refused('d40301', /an array is expected/);
  refused('c70001', /an integer has 1 to/);
  refused('c7040391010203', /longer than its content/);
});

test('maps with a key twice and sets with an element twice are refused', () => {
  refused('82a16101a16102', /twice/);
  refused('8201010102', /twice/);
  refused('82910101910102', /twice/);
  refused('c70304920101', /twice/);
});

test('malformed text is refused, lone surrogates are not', () => {
  refused('a1ff', /not UTF-8/);
  refused('a2c0af', /not UTF-8/);
  refused('a3e28228', /not UTF-8/);
  refused('a4f4908080', /not UTF-8/);
  assert.equal(decode(Buffer.from('a3eda080', 'hex')), '\ud800');
});

test('malformed numeric arrays are refused', () => {
  refused('d40a90', /element type, shape and bytes/);
  refused('c7080a93a275319101a162', /the elements of a numeric array are bytes/);
  refused('c7050a93a2753191', /announced/);
  refused('c70b0a93a27837920201c4020102', /'x7' is not an element type/);
  refused('c70b0a93a27531920202c4020102', /has 4 bytes, not 2/);
  refused('c70b0a93a275319202ffc4020102', /-1 is not the length of a dimension/);
});

test('malformed errors are refused', () => {
  refused('c7010b80', /lacks type or message/);
  refused('c7040b81a17801', /'x' is not a text that belongs to an error/);
  refused(Buffer.concat([Buffer.from('c7080b81', 'hex'), encode('cause'), encode(1)]).toString('hex'), /not an error/);
});

test('extensions inside extensions do not escape the limit of depth', () => {
  // A numeric array whose first part, and an error whose first key, is such a thing again.
  for (const [type, opening] of [[0x0a, 0x93], [0x0b, 0x81]]) {
    let bytes = Buffer.from([0xc0]);
    for (let level = 0; level < 20_000; level++) {
      const header = Buffer.from([0xc9, 0, 0, 0, 0, type, opening]);
      header.writeUInt32BE(bytes.length + 1, 1);
      bytes = Buffer.concat([header, bytes]);
    }
    assert.throws(() => decode(bytes), NwsValueError);
  }
});

test('more than 256 containers inside each other are refused', () => {
  const nested = (depth) => Buffer.concat([Buffer.alloc(depth - 1, 0x91), Buffer.from([0x90])]);
  assert.throws(() => decode(nested(257)), /more than 256 containers/);
  decode(nested(256));
});
