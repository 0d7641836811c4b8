import { types } from 'node:util';
import { errorMessage, errorType, isError, stackFrames } from './error-record.mjs';
import { extensionWriter } from './extension-writers.mjs';
import { MessagePackWriter } from './message-pack-writer.mjs';
import { NwsValueError } from './nws-value-error.mjs';
import { EXTENSION, KIND, MAX_DEPTH } from './wire-kinds.mjs';

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
   */
  constructor(writer, { canonical = false, envelope = 0 } = {}) {
    this.#writer = writer;
    this.#canonical = canonical;
    this.#envelope = envelope;
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
    else this.#writer.extension(EXTENSION.bigInteger, () => this.#writer.raw(twosComplement(value)));
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
    if (this.#canonical) return this.#pairs(object, keys.map((key) => [key, object[key]]));
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
    this.#pairs(map, [...map]);
  }

  #pairs(map, pairs) {
    const depth = this.#enter(map);
    if (hasContentKeys(map)) this.#refuseEqualKeys(map, depth);
    this.#writer.mapHeader(pairs.length);
    this.#inOrder(pairs, ([key, value]) => {
      this.#path[depth] = key;
      this.#any(key);
      this.#any(value);
    });
    this.#leave();
  }

  #set(set) {
    this.#writer.extension(EXTENSION.set, () => {
      const depth = this.#enter(set);
      const elements = hasContentKeys(set) ? this.#distinct(set, depth) : [...set];
      this.#writer.arrayHeader(elements.length);
      this.#inOrder(elements, (element) => {
        this.#path[depth] = element;
        this.#any(element);
      });
      this.#leave();
    });
  }

  #error(error) {
    const record = errorFields(error);
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

  #inOrder(items, write) {
    if (!this.#canonical) {
      items.forEach(write);
      return;
    }
    const pieces = items.map((item) => {
      const start = this.#writer.length;
      write(item);
      const piece = Buffer.from(this.#writer.bytes.subarray(start));
      this.#writer.rewind(start);
      return piece;
    });
    pieces.sort(Buffer.compare).forEach((piece) => this.#writer.raw(piece));
  }

  #distinct(set, depth) {
    const byContent = new Map();
    for (const element of set) {
      this.#path[depth] = element;
      const content = fingerprint(element);
      if (!byContent.has(content)) byContent.set(content, element);
    }
    return [...byContent.values()];
  }

  #refuseEqualKeys(map, depth) {
    const seen = new Set();
    for (const key of map.keys()) {
      this.#path[depth] = key;
      const content = fingerprint(key);
      if (seen.has(content)) throw new NwsValueError('two keys of the map are equal');
      seen.add(content);
    }
  }

  #enter(container) {
    const depth = this.#containers.length;
    // Whoever contains itself runs into the limit, so looking for cycles costs nothing before.
    if (depth === MAX_DEPTH + this.#envelope) this.#refuseDepth(container);
    return this.#containers.push(container) - 1;
  }

  #leave() {
    this.#containers.pop();
  }

  #refuseDepth(container) {
    const first = this.#containers.indexOf(container);
    if (first < 0) throw new NwsValueError(`more than ${MAX_DEPTH} containers are inside each other`);
    // The path need only tell how the value gets back to itself once.
    const second = this.#containers.indexOf(container, first + 1);
    if (second > 0) this.#containers.length = second;
    throw new NwsValueError('the value contains itself');
  }
}

/** Whether a Map or Set has keys that are equal by content rather than identity. */
function hasContentKeys(collection) {
  if (!types.isMap(collection) && !types.isSet(collection)) return false;
  for (const key of collection.keys()) {
    if (typeof key === 'object' && key !== null || key === undefined) return true;
  }
  return false;
}

function errorFields(error) {
  if (error[KIND] === 'error') {
    return { type: error.type, message: error.message, stack: error.remoteStack, language: error.language };
  }
  const stack = stackFrames(error).join('\n');
  return { type: errorType(error), message: errorMessage(error), stack, language: 'javascript' };
}

function twosComplement(value) {
  const magnitude = (value < 0n ? ~value : value).toString(16);
  const bits = magnitude.length * 4 - Math.clz32(parseInt(magnitude[0], 16)) + 28;
  const size = Math.floor(bits / 8) + 1;
  return Buffer.from(BigInt.asUintN(size * 8, value).toString(16).padStart(size * 2, '0'), 'hex');
}
