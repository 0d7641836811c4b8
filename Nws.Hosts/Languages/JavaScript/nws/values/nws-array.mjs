import { inspect } from 'node:util';
import { checkElements, ELEMENT_TYPES } from './element-types.mjs';
import { NwsValueError } from './nws-value-error.mjs';
import { KIND } from './wire-kinds.mjs';

const MOST_DIMENSIONS = 64;
const LENGTH_LIMIT = 2 ** 31;

/**
 * A numeric array of any shape and element type, as numerical programs of other languages use them.
 *
 * One-dimensional arrays of the common types need no wrapper: they are `Float64Array`, `Int32Array` and so on. This
 * class holds the rest: more dimensions (or none), bytes as numbers (`u1`), booleans, half-precision floats and complex
 * numbers.
 */
export class NwsArray {
  #view;
  #kind;

  get [KIND]() {
    return 'numericArray';
  }

  /**
   * @param {string} type of the elements: `b1`, `i1 i2 i4 i8`, `u1 u2 u4 u8`, `f2 f4 f8`, `c8 c16`; the number is their
   *   size in bytes
   * @param {number[]} shape length of each dimension
   * @param {Uint8Array} bytes the elements, little-endian, the last dimension running fastest; copied
   * @throws {NwsValueError} no such type, the bytes do not fill the shape, or a bool is neither 0 nor 1
   */
  constructor(type, shape, bytes) {
    this.#kind = ELEMENT_TYPES.get(type);
    if (!this.#kind) throw new NwsValueError(`'${type}' is not an element type of numeric arrays`);
    const length = countElements(shape) * this.#kind.size;
    if (bytes.byteLength !== length) {
      throw new NwsValueError(`an array of ${type} and shape (${shape}) has ${length} bytes, not ${bytes.byteLength}`);
    }
    checkElements(type, bytes);
    /** Element type. */
    this.type = type;
    /** Length of each dimension. */
    this.shape = Object.freeze([...shape]);
    this.#view = new this.#kind.view(Uint8Array.from(bytes).buffer);
  }

  /**
   * An array from nested lists of equal lengths.
   * @param {Array} rows such as `[[1, 2], [3, 4]]`; also a flat list or typed array
   * @param {string} [type] of the elements
   * @returns {NwsArray}
   * @throws {NwsValueError} the lists differ in length
   */
  static from(rows, type = 'f8') {
    const shape = shapeOf(rows);
    const kind = ELEMENT_TYPES.get(type);
    const array = new NwsArray(type, shape, new Uint8Array(countElements(shape) * (kind?.size ?? 0)));
    flatten(rows, shape).forEach((value, i) => array.#kind.set(array.#view, i, value));
    return array;
  }

  /** Number of elements. */
  get length() {
    return this.#view.length / this.#kind.units;
  }

  /** The elements' bytes, little-endian; writing to them changes the array. */
  get bytes() {
    return new Uint8Array(this.#view.buffer);
  }

  /**
   * The elements as a flat typed array that shares their memory: two numbers for a complex element, the raw 16 bits for
   * `f2`.
   */
  get data() {
    return this.#view;
  }

  /**
   * @param {...number} indices one per dimension, from 0
   * @returns {number|bigint|boolean|NwsComplex} the element there
   * @throws {RangeError} outside the array
   */
  at(...indices) {
    return this.#kind.get(this.#view, this.#offset(indices));
  }

  /**
   * @param {number[]} indices one per dimension, from 0
   * @param {number|bigint|boolean|NwsComplex} value
   * @throws {RangeError} outside the array
   */
  set(indices, value) {
    this.#kind.set(this.#view, this.#offset(indices), value);
  }

  /**
   * @returns {Array|number|bigint|boolean|NwsComplex} nested lists of the elements; of an array without dimensions, its
   *   element
   */
  toNested() {
    let next = 0;
    const build = (depth) => depth === this.shape.length
      ? this.#kind.get(this.#view, next++)
      : Array.from({ length: this.shape[depth] }, () => build(depth + 1));
    return build(0);
  }

  /** @returns {string} type and shape, such as `f8 2x3` */
  toString() {
    return `${this.type} ${this.shape.join('x') || 'scalar'}`;
  }

  [inspect.custom](depth, options) {
    const shown = Array.from({ length: Math.min(this.length, 24) }, (_, i) => this.#kind.get(this.#view, i));
    const more = this.length > shown.length ? `, ... ${this.length - shown.length} more` : '';
    return `NwsArray(${this}) ${inspect(shown, options).replace(/\s*\]$/, `${more} ]`)}`;
  }

  #offset(indices) {
    const inside = indices.length === this.shape.length
      && indices.every((index, i) => Number.isInteger(index) && index >= 0 && index < this.shape[i]);
    if (!inside) throw new RangeError(`[${indices}] is outside an array of shape (${this.shape})`);
    return indices.reduce((offset, index, i) => offset * this.shape[i] + index, 0);
  }
}

function countElements(shape) {
  if (shape.length > MOST_DIMENSIONS) {
    throw new NwsValueError(`${shape.length} dimensions are more than ${MOST_DIMENSIONS}`);
  }
  return shape.reduce((product, length) => {
    const valid = Number.isInteger(length) && length >= 0 && length < LENGTH_LIMIT;
    if (!valid) throw new NwsValueError(`${length} is not the length of a dimension`);
    return product * length;
  }, 1);
}

function isRow(value) {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function shapeOf(rows) {
  const shape = [];
  for (let row = rows; isRow(row); row = row[0]) shape.push(row.length);
  return shape;
}

function flatten(value, shape) {
  const [length, ...inner] = shape;
  if (length === undefined) {
    if (isRow(value)) throw new NwsValueError('the rows of a numeric array differ in depth');
    return [value];
  }
  if (!isRow(value) || value.length !== length) throw new NwsValueError('the rows of a numeric array differ in length');
  return Array.from(value).flatMap((row) => flatten(row, inner));
}
