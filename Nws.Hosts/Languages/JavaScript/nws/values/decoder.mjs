import { DistinctKeys, isObject } from './distinct-keys.mjs';
import { numericArray, readScalar } from './extension-readers.mjs';
import { MessagePackReader } from './message-pack-reader.mjs';
import { NwsFloat32, NwsFloat64 } from './nws-float.mjs';
import { NwsRemoteError } from './nws-remote-error.mjs';
import { NwsTuple } from './nws-tuple.mjs';
import { safeNumber } from './safe-number.mjs';
import { EXTENSION, KIND, MAX_DEPTH } from './wire-kinds.mjs';

const FLOAT64 = 0xcb;
const INDEX_LIKE = /^\d+$/;
// The tags of arrays, maps and extensions.
const NESTING = [[0x80, 0x9f], [0xc7, 0xc9], [0xd4, 0xd8], [0xdc, 0xdf]];
const ERROR_FIELDS = new Set(['type', 'message', 'stack', 'language']);

/**
 * Decodes one value.
 * @param {Uint8Array} bytes exactly one encoded value
 * @param {object} [options]
 * @param {boolean} [options.exact] wrap floats that look like integers in `NwsFloat64`, so that they go back out as
 *   floats
 * @returns {*}
 * @throws {import('./nws-value-error.mjs').NwsValueError} the bytes are not one encoded value
 */
export function decode(bytes, options) {
  const reader = new MessagePackReader(bytes);
  const value = new Decoder(reader, options).read();
  if (reader.remaining > 0) reader.fail('bytes follow the value');
  return value;
}

/** Reads values of all kinds from a MessagePack reader. */
export class Decoder {
  #reader;
  #exact;
  #room;
  // How many floats became integers so far.
  #softened = 0;

  /**
   * @param {MessagePackReader} reader
   * @param {object} [options]
   * @param {boolean} [options.exact] see `decode`
   * @param {number} [options.envelope] levels of a message around the value, which do not count as depth
   */
  constructor(reader, { exact = false, envelope = 0 } = {}) {
    this.#reader = reader;
    this.#exact = exact;
    this.#room = MAX_DEPTH + envelope;
  }

  /**
   * @returns {*} the next value
   * @throws {import('./nws-value-error.mjs').NwsValueError} the bytes are not an encoded value
   */
  read() {
    const reader = this.#reader;
    const tag = reader.uint8();
    if (tag < 0x80) return tag;
    if (tag < 0x90) return this.#map(tag & 0x0f);
    if (tag < 0xa0) return this.#list(tag & 0x0f);
    if (tag < 0xc0) return reader.text(tag & 0x1f);
    if (tag >= 0xe0) return tag - 0x100;
    if (tag < 0xca) return this.#marked(tag);
    return tag < 0xd4 ? this.#number(tag) : this.#sized(tag);
  }

  #marked(tag) {
    const reader = this.#reader;
    switch (tag) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: return reader.bytes(reader.uint8());
      case 0xc5: return reader.bytes(reader.uint16());
      case 0xc6: return reader.bytes(reader.uint32());
      case 0xc7: return this.#extension(reader.uint8());
      case 0xc8: return this.#extension(reader.uint16());
      case 0xc9: return this.#extension(reader.uint32());
      default: return reader.fail(`there is no token ${tag.toString(16)} in MessagePack`);
    }
  }

  #number(tag) {
    const reader = this.#reader;
    switch (tag) {
      case 0xca: return new NwsFloat32(reader.float32());
      case FLOAT64: return this.#float(reader.float64());
      case 0xcc: return reader.uint8();
      case 0xcd: return reader.uint16();
      case 0xce: return reader.uint32();
      case 0xcf: return safeNumber(reader.uint64());
      case 0xd0: return reader.int8();
      case 0xd1: return reader.int16();
      case 0xd2: return reader.int32();
      default: return safeNumber(reader.int64());
    }
  }

  #sized(tag) {
    const reader = this.#reader;
    switch (tag) {
      case 0xd9: return reader.text(reader.uint8());
      case 0xda: return reader.text(reader.uint16());
      case 0xdb: return reader.text(reader.uint32());
      case 0xdc: return this.#list(reader.uint16());
      case 0xdd: return this.#list(reader.uint32());
      case 0xde: return this.#map(reader.uint16());
      case 0xdf: return this.#map(reader.uint32());
      default: return this.#extension(1 << tag - 0xd4);
    }
  }

  #float(value) {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return value;
    if (this.#exact) return new NwsFloat64(value);
    this.#softened++;
    return value;
  }

  #list(count, list = []) {
    this.#enter(count, 1);
    for (let i = 0; i < count; i++) list.push(this.read());
    this.#room++;
    return list;
  }

  #map(count) {
    this.#enter(count, 2);
    const keys = new DistinctKeys();
    const values = [];
    for (let i = 0; i < count; i++) {
      this.#key(keys);
      values.push(this.read());
    }
    const plain = keys.list.every(fitsObject);
    const map = plain ? asObject(keys.list, values) : asMap(this.#asKeys(keys), values);
    this.#room++;
    if ((plain ? Object.keys(map).length : map.size) !== count) this.#reader.fail('the map has a key twice');
    return map;
  }

  #set() {
    const count = this.#reader.arrayHeader();
    this.#enter(count, 1);
    const elements = new DistinctKeys();
    for (let i = 0; i < count; i++) this.#key(elements);
    const set = new Set(this.#asKeys(elements));
    this.#room++;
    if (set.size !== count) this.#reader.fail('the set has an element twice');
    return set;
  }

  /**
   * A key or element, which must differ from the others: objects of JavaScript always do, so their bytes are compared.
   */
  #key(keys) {
    const [start, softened] = [this.#reader.position, this.#softened];
    const key = this.#reader.peek() === FLOAT64 ? this.#floatKey() : this.read();
    const content = isObject(key) ? this.#reader.latin1Since(start) : undefined;
    if (!keys.add(key, content)) this.#reader.fail('a key or element comes twice');
    if (this.#softened > softened) keys.softened.push([keys.list.length - 1, start]);
  }

  #floatKey() {
    this.#reader.uint8();
    const value = this.#reader.float64();
    return Number.isSafeInteger(value) ? new NwsFloat64(value) : value;
  }

  /**
   * The keys as the program gets them: what is a float comes as a number wherever that makes it neither equal to
   * another key nor loses the sign of -0.
   */
  #asKeys(keys) {
    if (this.#exact) return keys.list;
    if (keys.softened.length > 0 && keys.haveEqualContent()) this.#harden(keys);
    if (!keys.list.some((key) => key?.[KIND] === 'float64')) return keys.list;
    const numbers = new Set(keys.list);
    return keys.list.map((key) => {
      if (key?.[KIND] !== 'float64') return key;
      const number = key.valueOf();
      if (Object.is(number, -0) || numbers.has(number)) return key;
      this.#softened++;
      return number;
    });
  }

  /** Reads keys again in which floats became integers, and leaves them floats this time. */
  #harden(keys) {
    const position = this.#reader.position;
    this.#exact = true;
    for (const [index, start] of keys.softened) {
      this.#reader.position = start;
      keys.list[index] = this.read();
    }
    this.#exact = false;
    this.#reader.position = position;
  }

  #extension(length) {
    const type = this.#reader.int8();
    return this.#reader.within(length, () => {
      switch (type) {
        case EXTENSION.tuple: return this.#list(this.#reader.arrayHeader(), new NwsTuple());
        case EXTENSION.set: return this.#set();
        case EXTENSION.error: return this.#error();
        case EXTENSION.numericArray: return this.#numericArray();
        default: return readScalar(type, length, this.#reader);
      }
    });
  }

  #numericArray() {
    const reader = this.#reader;
    if (reader.arrayHeader() !== 3) reader.fail('a numeric array consists of element type, shape and bytes');
    const type = this.#simple();
    const shape = [];
    for (let left = reader.counted(reader.arrayHeader(), 1); left > 0; left--) shape.push(this.#simple());
    return numericArray(reader, type, shape, this.#simple());
  }

  #error() {
    const record = { type: undefined, message: undefined };
    const count = this.#reader.counted(this.#reader.mapHeader(), 2);
    for (let i = 0; i < count; i++) {
      const field = this.#simple();
      record[field] = field === 'cause' ? this.#cause() : this.#simple();
      if (field !== 'cause' && !(ERROR_FIELDS.has(field) && typeof record[field] === 'string')) {
        this.#reader.fail(`'${field}' is not a text that belongs to an error`);
      }
    }
    if (record.type === undefined || record.message === undefined) this.#reader.fail('the error lacks type or message');
    return new NwsRemoteError(record);
  }

  /** A part of an extension, which holds no others: so extensions cannot be nested without counting as depth. */
  #simple() {
    if (NESTING.some(([first, last]) => this.#reader.peek() >= first && this.#reader.peek() <= last)) {
      this.#reader.fail('a number, text or bytes are expected');
    }
    return this.read();
  }

  #cause() {
    this.#enter(0, 0);
    const cause = this.read();
    this.#room++;
    if (!(cause instanceof NwsRemoteError)) this.#reader.fail('the cause of the error is not an error');
    return cause;
  }

  #enter(count, smallest) {
    this.#reader.counted(count, smallest);
    if (--this.#room < 0) this.#reader.fail(`more than ${MAX_DEPTH} containers are inside each other`);
  }
}

function fitsObject(key) {
  return typeof key === 'string' && key !== '__proto__' && !INDEX_LIKE.test(key);
}

function asMap(keys, values) {
  return new Map(keys.map((key, i) => [key, values[i]]));
}

function asObject(keys, values) {
  const object = {};
  for (let i = 0; i < keys.length; i++) object[keys[i]] = values[i];
  return object;
}
