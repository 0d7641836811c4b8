import { NATIVE_TYPES } from './element-types.mjs';
import { NwsArray } from './nws-array.mjs';
import { NwsComplex } from './nws-complex.mjs';
import { NwsDateTime } from './nws-date-time.mjs';
import { NwsDecimal } from './nws-decimal.mjs';
import { NwsDuration } from './nws-duration.mjs';
import { NwsUuid } from './nws-uuid.mjs';
import { NwsValueError } from './nws-value-error.mjs';
import { safeNumber } from './safe-number.mjs';
import { EXTENSION } from './wire-kinds.mjs';

const LARGEST_BIG_INTEGER = 1 << 26;

const READERS = new Map([
  [EXTENSION.timestamp, readTimestamp],
  [EXTENSION.bigInteger, readBigInteger],
  [EXTENSION.decimal, (reader, length) => new NwsDecimal(reader.text(length))],
  [EXTENSION.offsetDateTime, readOffsetDateTime],
  [EXTENSION.naiveDateTime, (reader) => new NwsDateTime(reader.int64(), reader.uint32(), null)],
  [EXTENSION.duration, (reader) => new NwsDuration(reader.int64(), reader.uint32())],
  [EXTENSION.uuid, readUuid],
  [EXTENSION.complex, (reader) => new NwsComplex(reader.float64(), reader.float64())],
]);

/**
 * Reads the payload of an extension value that holds no other values.
 * @param {number} type number of the extension type
 * @param {number} length of the payload in bytes
 * @param {import('./message-pack-reader.mjs').MessagePackReader} reader
 * @returns {*}
 * @throws {NwsValueError} unknown type or malformed payload
 */
export function readScalar(type, length, reader) {
  const read = READERS.get(type);
  if (!read) reader.fail(`extension type ${type} is unknown`);
  return located(reader, () => read(reader, length));
}

/**
 * Makes a numeric array of its parts, as they were read.
 * @param {import('./message-pack-reader.mjs').MessagePackReader} reader where they come from
 * @param {*} type of the elements
 * @param {Array<*>} shape
 * @param {*} bytes
 * @returns {NwsArray|Float64Array|Float32Array|Int32Array|BigInt64Array}
 * @throws {NwsValueError} they do not fit together
 */
export function numericArray(reader, type, shape, bytes) {
  if (!(bytes instanceof Uint8Array)) reader.fail('the elements of a numeric array are bytes');
  const array = located(reader, () => new NwsArray(type, shape, bytes));
  return shape.length === 1 && NATIVE_TYPES.has(type) ? array.data : array;
}

/** Wrapper classes know what is wrong with their content, but not where it was. */
function located(reader, make) {
  try {
    return make();
  } catch (error) {
    if (error instanceof NwsValueError && error.position === undefined) reader.fail(error.message);
    throw error;
  }
}

function readTimestamp(reader, length) {
  switch (length) {
    case 4: return dateOrWrapper(new NwsDateTime(reader.uint32()));
    case 8: {
      const packed = reader.uint64();
      return dateOrWrapper(new NwsDateTime(packed & 0x3ffffffffn, Number(packed >> 34n)));
    }
    case 12: {
      const nanoseconds = reader.uint32();
      return dateOrWrapper(new NwsDateTime(reader.int64(), nanoseconds));
    }
    default: return reader.fail(`a timestamp has 4, 8 or 12 bytes, not ${length}`);
  }
}

function readOffsetDateTime(reader) {
  return dateOrWrapper(new NwsDateTime(reader.int64(), reader.uint32(), reader.int32()));
}

function dateOrWrapper(dateTime) {
  return dateTime.fitsDate ? dateTime.toDate() : dateTime;
}

function readBigInteger(reader, length) {
  if (length === 0 || length > LARGEST_BIG_INTEGER) {
    reader.fail(`an integer has 1 to ${LARGEST_BIG_INTEGER} bytes, not ${length}`);
  }
  const bytes = reader.bytes(length);
  return safeNumber(BigInt.asIntN(length * 8, BigInt(`0x${Buffer.from(bytes.buffer).toString('hex')}`)));
}

function readUuid(reader, length) {
  if (length !== 16) reader.fail(`a UUID has 16 bytes, not ${length}`);
  return NwsUuid.fromBytes(reader.bytes(16));
}
