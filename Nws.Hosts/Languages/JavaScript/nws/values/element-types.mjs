import { NwsComplex } from './nws-complex.mjs';
import { NwsValueError } from './nws-value-error.mjs';

/**
 * Element types of numeric arrays: `size` of an element in bytes, `view` the typed array over their bytes,
 * `units` of that view per element, and how an element is read from and written to the view.
 */
export const ELEMENT_TYPES = new Map([
  ['b1', plain(Uint8Array, (value) => value ? 1 : 0, (unit) => unit !== 0)],
  ['i1', plain(Int8Array)],
  ['i2', plain(Int16Array)],
  ['i4', plain(Int32Array)],
  ['i8', plain(BigInt64Array, BigInt)],
  ['u1', plain(Uint8Array)],
  ['u2', plain(Uint16Array)],
  ['u4', plain(Uint32Array)],
  ['u8', plain(BigUint64Array, BigInt)],
  ['f2', plain(Uint16Array, toHalf, fromHalf)],
  ['f4', plain(Float32Array)],
  ['f8', plain(Float64Array)],
  ['c8', complex(Float32Array)],
  ['c16', complex(Float64Array)],
]);

/** Element type of each class of typed array, by its name; `Uint8Array` is missing, for it is bytes. */
export const TYPE_OF_VIEW = new Map(Object.entries({
  Int8Array: 'i1', Int16Array: 'i2', Int32Array: 'i4', BigInt64Array: 'i8',
  Uint8ClampedArray: 'u1', Uint16Array: 'u2', Uint32Array: 'u4', BigUint64Array: 'u8',
  Float16Array: 'f2', Float32Array: 'f4', Float64Array: 'f8',
}));

/** Element types whose one-dimensional arrays JavaScript has an own class for. */
export const NATIVE_TYPES = new Set(['i1', 'i2', 'i4', 'i8', 'u2', 'u4', 'u8', 'f4', 'f8']);

/**
 * Checks that bytes are elements.
 * @param {string} type of the elements
 * @param {Uint8Array} bytes
 * @throws {NwsValueError} a bool is neither 0 nor 1
 */
export function checkElements(type, bytes) {
  if (type === 'b1' && bytes.some((byte) => byte > 1)) {
    throw new NwsValueError('a bool of a numeric array is neither 0 nor 1');
  }
}

function plain(view, toUnit = Number, fromUnit = (unit) => unit) {
  return {
    view, units: 1, size: view.BYTES_PER_ELEMENT,
    get: (units, i) => fromUnit(units[i]),
    set: (units, i, value) => { units[i] = toUnit(value); },
  };
}

function complex(view) {
  return {
    view, units: 2, size: 2 * view.BYTES_PER_ELEMENT,
    get: (units, i) => new NwsComplex(units[2 * i], units[2 * i + 1]),
    set: (units, i, value) => {
      units[2 * i] = value.real ?? value;
      units[2 * i + 1] = value.imaginary ?? 0;
    },
  };
}

function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = bits >> 10 & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function toHalf(value) {
  const number = Number(value);
  if (Number.isNaN(number)) return 0x7e00;
  const sign = number < 0 || Object.is(number, -0) ? 0x8000 : 0;
  const size = Math.abs(number);
  if (size >= 65_520) return sign | 0x7c00;
  // Below 2^-14 the exponent no longer shrinks: those numbers are multiples of 2^-24.
  let exponent = -14;
  while (size >= 2 ** (exponent + 1)) exponent++;
  const units = roundToEven(size / 2 ** (exponent - 10));
  return sign | (units < 1024 ? units : (exponent + 14 << 10) + units);
}

function roundToEven(number) {
  const rounded = Math.round(number);
  return rounded - number === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
