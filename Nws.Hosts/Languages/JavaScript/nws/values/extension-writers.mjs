import { types } from 'node:util';
import { checkElements, TYPE_OF_VIEW } from './element-types.mjs';
import { NwsDateTime } from './nws-date-time.mjs';
import { NwsValueError } from './nws-value-error.mjs';
import { EXTENSION, KIND } from './wire-kinds.mjs';

const WRITERS = new Map(Object.entries({
  float32: (value, writer) => writer.float32(value.valueOf()),
  float64: (value, writer) => writer.float64(value.valueOf()),
  decimal: (value, writer) => writer.extension(EXTENSION.decimal, () => writer.raw(Buffer.from(String(value)))),
  uuid: (value, writer) => writer.extension(EXTENSION.uuid, () => writer.raw(value.toBytes())),
  dateTime: writeDateTime,
  duration: writeDuration,
  complex: writeComplex,
  numericArray: writeArray,
  encodedList: writeEncodedList,
}));

/**
 * How to write a value that is neither a container nor known to MessagePack.
 * @param {object} value
 * @returns {((value: object, writer: import('./message-pack-writer.mjs').MessagePackWriter) => void)|undefined}
 */
export function extensionWriter(value) {
  const writer = WRITERS.get(value[KIND]);
  if (writer) return writer;
  if (types.isDate(value)) return writeDate;
  return types.isTypedArray(value) ? writeTypedArray : undefined;
}

/**
 * Writes an integer that fits into 64 bits neither with nor without a sign.
 * @param {bigint} value
 * @param {import('./message-pack-writer.mjs').MessagePackWriter} writer
 */
export function writeBigInt(value, writer) {
  writer.extension(EXTENSION.bigInteger, () => writer.raw(twosComplement(value)));
}

function twosComplement(value) {
  const magnitude = (value < 0n ? ~value : value).toString(16);
  const bits = magnitude.length * 4 - Math.clz32(parseInt(magnitude[0], 16)) + 28;
  const size = Math.floor(bits / 8) + 1;
  return Buffer.from(BigInt.asUintN(size * 8, value).toString(16).padStart(size * 2, '0'), 'hex');
}

function writeDate(date, writer) {
  if (Number.isNaN(date.getTime())) throw new NwsValueError('an invalid Date cannot be stored');
  writeDateTime(NwsDateTime.fromDate(date, 0), writer);
}

function writeDateTime(value, writer) {
  if (value.offset === 0) {
    writer.extension(EXTENSION.timestamp, () => writeTimestamp(value, writer));
    return;
  }
  const type = value.offset === null ? EXTENSION.naiveDateTime : EXTENSION.offsetDateTime;
  writer.extension(type, () => {
    writer.int64(value.seconds);
    writer.uint32(value.nanoseconds);
    if (value.offset !== null) writer.int32(value.offset);
  });
}

function writeTimestamp({ seconds, nanoseconds }, writer) {
  if (nanoseconds === 0 && seconds >= 0n && seconds < 1n << 32n) {
    writer.uint32(Number(seconds));
  } else if (seconds >= 0n && seconds < 1n << 34n) {
    writer.int64(BigInt(nanoseconds) << 34n | seconds);
  } else {
    writer.uint32(nanoseconds);
    writer.int64(seconds);
  }
}

function writeDuration({ seconds, nanoseconds }, writer) {
  writer.extension(EXTENSION.duration, () => {
    writer.int64(seconds);
    writer.uint32(nanoseconds);
  });
}

function writeComplex({ real, imaginary }, writer) {
  writer.extension(EXTENSION.complex, () => {
    writer.bareFloat64(real);
    writer.bareFloat64(imaginary);
  });
}

function writeEncodedList({ length, pieces }, writer) {
  writer.arrayHeader(length);
  for (const piece of pieces) writer.raw(piece);
}

function writeArray({ type, shape, bytes }, writer) {
  checkElements(type, bytes);
  writeNumericArray(writer, type, shape, bytes);
}

function writeTypedArray(view, writer) {
  const type = TYPE_OF_VIEW.get(view[Symbol.toStringTag]);
  writeNumericArray(writer, type, [view.length], new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
}

function writeNumericArray(writer, type, shape, bytes) {
  writer.extension(EXTENSION.numericArray, () => {
    writer.arrayHeader(3);
    writer.text(type);
    writer.arrayHeader(shape.length);
    shape.forEach((length) => writer.integer(length));
    writer.binary(bytes);
  });
}
