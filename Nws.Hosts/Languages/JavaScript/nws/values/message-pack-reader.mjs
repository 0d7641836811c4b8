import { NwsValueError } from './nws-value-error.mjs';
import { decodeText } from './text.mjs';

/**
 * Reads MessagePack tokens. Every count is checked against the bytes that remain, so nothing is allocated
 * on the word of a header.
 */
export class MessagePackReader {
  #buffer;
  #end;

  /** Offset of the next byte. */
  position;

  /**
   * @param {Uint8Array} bytes
   * @param {number} [start] offset of the first byte to read
   */
  constructor(bytes, start = 0) {
    this.#buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
    this.position = start;
  }

  /** Bytes that are left. */
  get remaining() {
    return this.#end - this.position;
  }

  /** @returns {number} */
  uint8() {
    return this.#buffer[this.#take(1)];
  }

  /** @returns {number} */
  uint16() {
    return this.#buffer.readUInt16BE(this.#take(2));
  }

  /** @returns {number} */
  uint32() {
    return this.#buffer.readUInt32BE(this.#take(4));
  }

  /** @returns {bigint} */
  uint64() {
    return this.#buffer.readBigUInt64BE(this.#take(8));
  }

  /** @returns {number} */
  int8() {
    return this.#buffer.readInt8(this.#take(1));
  }

  /** @returns {number} */
  int16() {
    return this.#buffer.readInt16BE(this.#take(2));
  }

  /** @returns {number} */
  int32() {
    return this.#buffer.readInt32BE(this.#take(4));
  }

  /** @returns {bigint} */
  int64() {
    return this.#buffer.readBigInt64BE(this.#take(8));
  }

  /** @returns {number} */
  float32() {
    return this.#buffer.readFloatBE(this.#take(4));
  }

  /** @returns {number} */
  float64() {
    return this.#buffer.readDoubleBE(this.#take(8));
  }

  /** @returns {number|undefined} the next byte, without taking it */
  peek() {
    return this.position < this.#end ? this.#buffer[this.position] : undefined;
  }

  /** @returns {number} the number of elements of the array that begins here */
  arrayHeader() {
    const tag = this.uint8();
    if (tag >= 0x90 && tag < 0xa0) return tag & 0x0f;
    if (tag === 0xdc) return this.uint16();
    if (tag === 0xdd) return this.uint32();
    return this.fail('an array is expected');
  }

  /** @returns {number} the number of pairs of the map that begins here */
  mapHeader() {
    const tag = this.uint8();
    if (tag >= 0x80 && tag < 0x90) return tag & 0x0f;
    if (tag === 0xde) return this.uint16();
    if (tag === 0xdf) return this.uint32();
    return this.fail('a map is expected');
  }

  /**
   * What was read since a position, one character per byte.
   * @param {number} start
   * @returns {string}
   */
  latin1Since(start) {
    return this.#buffer.latin1Slice(start, this.position);
  }

  /**
   * The bytes that were read since a position: a view.
   * @param {number} start
   * @returns {Uint8Array}
   */
  since(start) {
    return this.#buffer.subarray(start, this.position);
  }

  /**
   * @param {number} length in bytes
   * @returns {string}
   */
  text(length) {
    const start = this.#take(length);
    return decodeText(this.#buffer, start, start + length);
  }

  /**
   * A copy of the next bytes, so that a small value does not keep a large buffer alive.
   * @param {number} length
   * @returns {Uint8Array}
   */
  bytes(length) {
    const start = this.#take(length);
    const copy = new Uint8Array(length);
    copy.set(this.#buffer.subarray(start, start + length));
    return copy;
  }

  /**
   * Checks a count of things that take at least a number of bytes each.
   * @param {number} count
   * @param {number} each smallest size of one, in bytes
   * @returns {number} the count
   */
  counted(count, each) {
    if (count * each > this.remaining) this.fail(`${count} elements are announced, but the bytes end before`);
    return count;
  }

  /**
   * Reads a part of known length, which must be used up exactly.
   * @template T
   * @param {number} length in bytes
   * @param {() => T} read
   * @returns {T}
   */
  within(length, read) {
    const outer = this.#end;
    if (length > this.remaining) this.fail(`${length} bytes are announced, but the bytes end before`);
    this.#end = this.position + length;
    try {
      const value = read();
      if (this.position !== this.#end) this.fail('the extension is longer than its content');
      return value;
    } finally {
      this.#end = outer;
    }
  }

  /**
   * @param {string} reason
   * @returns {never}
   */
  fail(reason) {
    throw new NwsValueError(reason, { position: this.position });
  }

  #take(count) {
    const start = this.position;
    if (count > this.#end - start) this.fail('the bytes end in the middle of a value');
    this.position = start + count;
    return start;
  }
}
