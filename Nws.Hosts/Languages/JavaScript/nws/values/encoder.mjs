import { types } from 'node:util';
import { errorTexts, isError } from './error-record.mjs';
import { extensionWriter, writeBigInt } from './extension-writers.mjs';
import { MessagePackWriter } from './message-pack-writer.mjs';
import { NwsValueError } from './nws-value-error.mjs';
import { stepToValue } from './value-path.mjs';
import { EXTENSION, KIND, MAX_DEPTH } from './wire-kinds.mjs';

const EQUAL_KEYS = 'two keys of the map are equal';

/**
 * Encodes a value as MessagePack, as every language of Nws reads it.
 *
 * A number is an integer if it is integral and safe (and not -0), else a float; `undefined` and holes of arrays become
 * nil; objects of your classes become maps of their own enumerable properties.
 * @param {*} value
 * @returns {Buffer}
 * @throws {NwsValueError} something in it has no kind (a function, a promise, ...), contains itself, or is nested too
 *   deeply
 */
export function encode(value) {
  const writer = new MessagePackWriter();
  new Encoder(writer).write(value);
  return writer.bytes;
}

/**
 * A text that is the same for equal values and for no others.
 * @param {*} value
 * @returns {string}
 * @throws {NwsValueError} as `encode`
 */
export function fingerprint(value) {
  const writer = new MessagePackWriter();
  new Encoder(writer, { canonical: true }).write(value);
  return writer.bytes.latin1Slice();
}

/** Writes values of all kinds to a MessagePack writer. */
export class Encoder {
  #writer;
  #canonical;
  #envelope;
  #maxDepth;
  // The containers around the current value, and the key or position of the current value in each.
  #containers = [];
  #path = [];

  /**
   * @param {MessagePackWriter} writer
   * @param {object} [options]
   * @param {boolean} [options.canonical] write sets and maps in the order of their bytes, so that equal values give
   *   equal bytes
   * @param {number} [options.envelope] levels of a message around the value: they count neither as depth nor in the
   *   path
   * @param {number} [options.within] levels of containers that the value will be put into
   */
  constructor(writer, { canonical = false, envelope = 0, within = 0 } = {}) {
    this.#writer = writer;
    this.#canonical = canonical;
    this.#envelope = envelope;
    this.#maxDepth = MAX_DEPTH + envelope - within;
  }

  /**
   * @param {*} value
   * @throws {NwsValueError} it cannot be encoded; the writer is then as it was before
   */
  write(value) {
    const start = this.#writer.length;
    try {
      this.#any(value);
    } catch (error) {
      const path = this.#path.slice(this.#envelope, this.#containers.length);
      this.#containers.length = 0;
      this.#writer.rewind(start);
      throw error instanceof NwsValueError ? error.inside(path) : error;
    }
  }

  #any(value) {
    switch (typeof value) {
      case 'string': return this.#writer.text(value);
      case 'number': return this.#number(value);
      case 'boolean': return this.#writer.bool(value);
      case 'undefined': return this.#writer.nil();
      case 'bigint': return this.#bigInt(value);
      case 'object': return value === null ? this.#writer.nil() : this.#object(value);
      default: throw new NwsValueError(`a ${typeof value} cannot be stored`);
    }
  }

  #number(value) {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.#writer.integer(value);
    else this.#writer.float64(value);
  }

  #bigInt(value) {
    if (BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value) this.#writer.bigInteger(value);
    else writeBigInt(value, this.#writer);
  }

  #object(value) {
    if (Array.isArray(value)) return value[KIND] === 'tuple' ? this.#tuple(value) : this.#list(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#properties(value);
    if (types.isUint8Array(value)) return this.#writer.binary(value);
    const write = extensionWriter(value);
    if (write) return write(value, this.#writer);
    if (types.isMap(value)) return this.#map(value);
    if (types.isSet(value)) return this.#set(value);
    if (isError(value)) return this.#error(value);
    return this.#other(value);
  }

  #other(value) {
    if (types.isAnyArrayBuffer(value)) return this.#writer.binary(new Uint8Array(value));
    if (types.isDataView(value)) {
      return this.#writer.binary(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    }
    if (types.isBoxedPrimitive(value)) return this.#any(value.valueOf());
    // Objects of the platform (promises, iterators, URLs, ...) have a tag of their own; what they hold is not in
    // properties.
    const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
    if (tag === 'Object') return this.#properties(value);
    throw new NwsValueError(`an object of type ${tag} cannot be stored`);
  }

  #tuple(tuple) {
    this.#writer.extension(EXTENSION.tuple, () => this.#list(tuple));
  }

  #list(list) {
    const depth = this.#enter(list);
    this.#writer.arrayHeader(list.length);
    for (let i = 0; i < list.length; i++) {
      this.#path[depth] = i;
      this.#any(list[i]);
    }
    this.#leave();
  }

  #properties(object) {
    const keys = Object.keys(object);
    if (this.#canonical) return this.#canonicalMap(object, keys.map((key) => [key, object[key]]));
    const depth = this.#enter(object);
    this.#writer.mapHeader(keys.length);
    for (const key of keys) {
      this.#path[depth] = key;
      this.#writer.text(key);
      this.#any(object[key]);
    }
    this.#leave();
  }

  #map(map) {
    if (this.#canonical) return this.#canonicalMap(map, [...map]);
    const depth = this.#enter(map);
    if (mayHaveEqualKeys(map)) this.#refuseEqualKeys(map, depth);
    this.#writer.mapHeader(map.size);
    let entry = 0;
    for (const [key, value] of map) {
      this.#key(key, entry, depth);
      this.#path[depth] = stepToValue(key, entry++);
      this.#any(value);
    }
    this.#leave();
  }

  #key(key, entry, depth) {
    // Plain texts and numbers are never refused, so they need no step.
    if (typeof key !== 'string' && typeof key !== 'number') this.#path[depth] = { part: 'key', entry };
    this.#any(key);
  }

  #set(set) {
    this.#writer.extension(EXTENSION.set, () => {
      if (this.#canonical) return this.#canonicalSet(set);
      const depth = this.#enter(set);
      const elements = mayHaveEqualKeys(set) ? this.#distinct(set, depth) : set;
      this.#writer.arrayHeader(elements.size);
      let index = 0;
      for (const element of elements) {
        this.#path[depth] = index++;
        this.#any(element);
      }
      this.#leave();
    });
  }

  #error(error) {
    const record = errorTexts(error);
    this.#writer.extension(EXTENSION.error, () => {
      this.#writer.mapHeader(isError(error.cause) ? 5 : 4);
      for (const [key, text] of Object.entries(record)) {
        this.#writer.text(key);
        this.#writer.text(text);
      }
      if (!isError(error.cause)) return;
      this.#path[this.#enter(error)] = 'cause';
      this.#writer.text('cause');
      this.#error(error.cause);
      this.#leave();
    });
  }

  #canonicalMap(map, pairs) {
    const depth = this.#enter(map);
    const keys = new Set();
    const pieces = pairs.map(([key, value], entry) => {
      const start = this.#writer.length;
      this.#key(key, entry, depth);
      const content = this.#writer.bytes.latin1Slice(start);
      if (keys.has(content)) throw new NwsValueError(EQUAL_KEYS);
      keys.add(content);
      this.#path[depth] = stepToValue(key, entry);
      this.#any(value);
      return this.#takeBack(start);
    });
    this.#writer.mapHeader(pieces.length);
    pieces.sort(Buffer.compare).forEach((piece) => this.#writer.raw(piece));
    this.#leave();
  }

  #canonicalSet(set) {
    const depth = this.#enter(set);
    const pieces = Array.from(set, (element, index) => {
      const start = this.#writer.length;
      this.#path[depth] = index;
      this.#any(element);
      return this.#takeBack(start);
    });
    const distinct = pieces.sort(Buffer.compare).filter((piece, i) => i === 0 || !piece.equals(pieces[i - 1]));
    this.#writer.arrayHeader(distinct.length);
    distinct.forEach((piece) => this.#writer.raw(piece));
    this.#leave();
  }

  #takeBack(start) {
    const piece = Buffer.from(this.#writer.bytes.subarray(start));
    this.#writer.rewind(start);
    return piece;
  }

  #distinct(set, depth) {
    const byContent = new Map();
    let index = 0;
    for (const element of set) {
      this.#path[depth] = index++;
      const content = fingerprint(element);
      if (!byContent.has(content)) byContent.set(content, element);
    }
    return new Set(byContent.values());
  }

  #refuseEqualKeys(map, depth) {
    const seen = new Set();
    let entry = 0;
    for (const key of map.keys()) {
      this.#path[depth] = { part: 'key', entry: entry++ };
      const content = fingerprint(key);
      if (seen.has(content)) throw new NwsValueError(EQUAL_KEYS);
      seen.add(content);
    }
  }

  #enter(container) {
    const depth = this.#containers.length;
    // Whoever contains itself runs into the limit, so looking for cycles costs nothing before.
    if (depth === this.#maxDepth) this.#refuseDepth(container);
    return this.#containers.push(container) - 1;
  }

  #leave() {
    this.#containers.pop();
  }

  #refuseDepth(container) {
    const around = new Set();
    // The path need only tell how the value gets back to itself once.
    const again = [...this.#containers, container].findIndex((each) => around.size === around.add(each).size);
    if (again < 0) throw new NwsValueError(`more than ${MAX_DEPTH} containers are inside each other`);
    this.#containers.length = again;
    throw new NwsValueError('the value contains itself');
  }
}

/** Whether a Map or Set may have keys that differ to JavaScript, but not by content: `1` and `1n`, `[]` and `[]`. */
function mayHaveEqualKeys(collection) {
  if (collection.size < 2) return false;
  for (const key of collection.keys()) {
    if (typeof key === 'object' && key !== null || typeof key === 'bigint' || key === undefined) return true;
  }
  return false;
}
