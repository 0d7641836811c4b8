import { encodeWtf8, hasLoneSurrogate } from './text.mjs';

const SHORT_TEXT = 40;
const LARGEST_HEADER = 6;
const MAX_LENGTH = 0xffffffff;

/** Writes MessagePack, each thing in its shortest form, into a buffer that grows. */
export class MessagePackWriter {
  #buffer;
  #length = 0;

  /** @param {number} [capacity] bytes to set aside at first */
  constructor(capacity = 256) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** Bytes written so far. */
  get length() {
    return this.#length;
  }

  /** What was written: a view that is valid until more is written. */
  get bytes() {
    return this.#buffer.subarray(0, this.#length);
  }

  /**
   * Takes back everything written after a point.
   * @param {number} length an earlier value of `length`
   */
  rewind(length) {
    this.#length = length;
  }

  nil() {
    this.#byte(0xc0);
  }

  /** @param {boolean} value */
  bool(value) {
    this.#byte(value ? 0xc3 : 0xc2);
  }

  /** @param {number} value a safe integer */
  integer(value) {
    if (value >= 0) this.#unsigned(value);
    else this.#negative(value);
  }

  /** @param {bigint} value between -2^63 and 2^64-1 */
  bigInteger(value) {
    if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
      this.integer(Number(value));
      return;
    }
    const at = this.#grow(9);
    this.#buffer[at] = value < 0n ? 0xd3 : 0xcf;
    this.#buffer.writeBigUInt64BE(BigInt.asUintN(64, value), at + 1);
  }

  /** @param {number} value */
  float64(value) {
    const at = this.#grow(9);
    this.#buffer[at] = 0xcb;
    this.#double(value, at + 1);
  }

  /** @param {number} value eight bytes, big-endian, with nothing before them */
  bareFloat64(value) {
    this.#double(value, this.#grow(8));
  }

  /** @param {number} value */
  float32(value) {
    const at = this.#grow(5);
    this.#buffer[at] = 0xca;
    if (value === value) this.#buffer.writeFloatBE(value, at + 1);
    else this.#buffer.writeUInt32BE(0x7fc00000, at + 1);
  }

  /** @param {string} value */
  text(value) {
    if (value.length < SHORT_TEXT && this.#shortText(value)) return;
    if (hasLoneSurrogate(value)) {
      const bytes = encodeWtf8(value);
      this.#textHeader(bytes.length);
      this.raw(bytes);
      return;
    }
    const length = Buffer.byteLength(value);
    this.#textHeader(length);
    const at = this.#grow(length);
    this.#buffer.utf8Write(value, at, length);
  }

  /** @param {Uint8Array} value */
  binary(value) {
    const length = value.length;
    if (length < 0x100) this.#header8(0xc4, length);
    else if (length < 0x10000) this.#header16(0xc5, length);
    else this.#header32(0xc6, length);
    this.raw(value);
  }

  /** @param {number} count elements that follow */
  arrayHeader(count) {
    if (count < 16) this.#byte(0x90 | count);
    else if (count < 0x10000) this.#header16(0xdc, count);
    else this.#header32(0xdd, count);
  }

  /** @param {number} count pairs that follow */
  mapHeader(count) {
    if (count < 16) this.#byte(0x80 | count);
    else if (count < 0x10000) this.#header16(0xde, count);
    else this.#header32(0xdf, count);
  }

  /**
   * An extension value whose payload a callback writes.
   * @param {number} type number of the extension type
   * @param {() => void} writePayload
   */
  extension(type, writePayload) {
    const start = this.#grow(LARGEST_HEADER);
    writePayload();
    const payload = start + LARGEST_HEADER;
    const end = this.#length;
    this.#length = start;
    this.#extensionHeader(type, end - payload);
    this.#buffer.copyWithin(this.#length, payload, end);
    this.#length += end - payload;
  }

  /** @param {Uint8Array} bytes bytes to copy as they are */
  raw(bytes) {
    const at = this.#grow(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** @param {number} value four bytes, big-endian */
  uint32(value) {
    const at = this.#grow(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  /** @param {number} value four bytes, big-endian */
  int32(value) {
    this.uint32(value >>> 0);
  }

  /** @param {bigint} value eight bytes, big-endian, two's complement */
  int64(value) {
    const at = this.#grow(8);
    this.#buffer.writeBigUInt64BE(BigInt.asUintN(64, value), at);
  }

  #double(value, at) {
    // All NaNs are equal, so they are written alike.
    if (value === value) this.#buffer.writeDoubleBE(value, at);
    else this.#buffer.writeBigUInt64BE(0x7ff8000000000000n, at);
  }

  #unsigned(value) {
    if (value < 0x80) this.#byte(value);
    else if (value < 0x100) this.#header8(0xcc, value);
    else if (value < 0x10000) this.#header16(0xcd, value);
    else if (value < 0x100000000) this.#header32(0xce, value);
    else this.#wide(0xcf, value);
  }

  #negative(value) {
    if (value >= -0x20) this.#byte(value & 0xff);
    else if (value >= -0x80) this.#header8(0xd0, value & 0xff);
    else if (value >= -0x8000) this.#header16(0xd1, value & 0xffff);
    else if (value >= -0x80000000) this.#header32(0xd2, value >>> 0);
    else this.#wide(0xd3, value);
  }

  #wide(tag, value) {
    const at = this.#grow(9);
    this.#buffer[at] = tag;
    this.#buffer.writeUInt32BE(Math.floor(value / 0x100000000) >>> 0, at + 1);
    this.#buffer.writeUInt32BE(value % 0x100000000 >>> 0, at + 5);
  }

  #shortText(value) {
    const length = value.length;
    const start = this.#length;
    this.#textHeader(length);
    const at = this.#grow(length);
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) {
        this.#length = start;
        return false;
      }
      this.#buffer[at + i] = unit;
    }
    return true;
  }

  #textHeader(length) {
    if (length < 32) this.#byte(0xa0 | length);
    else if (length < 0x100) this.#header8(0xd9, length);
    else if (length < 0x10000) this.#header16(0xda, length);
    else this.#header32(0xdb, length);
  }

  #extensionHeader(type, length) {
    const fixed = [1, 2, 4, 8, 16].indexOf(length);
    if (fixed >= 0) this.#byte(0xd4 + fixed);
    else if (length < 0x100) this.#header8(0xc7, length);
    else if (length < 0x10000) this.#header16(0xc8, length);
    else this.#header32(0xc9, length);
    this.#byte(type & 0xff);
  }

  #byte(value) {
    const at = this.#grow(1);
    this.#buffer[at] = value;
  }

  #header8(tag, value) {
    const at = this.#grow(2);
    this.#buffer[at] = tag;
    this.#buffer[at + 1] = value;
  }

  #header16(tag, value) {
    const at = this.#grow(3);
    this.#buffer[at] = tag;
    this.#buffer.writeUInt16BE(value, at + 1);
  }

  #header32(tag, value) {
    if (value > MAX_LENGTH) throw new RangeError('MessagePack lengths end at 4294967295');
    const at = this.#grow(5);
    this.#buffer[at] = tag;
    this.#buffer.writeUInt32BE(value, at + 1);
  }

  #grow(count) {
    const at = this.#length;
    const needed = at + count;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, at));
      this.#buffer = larger;
    }
    this.#length = needed;
    return at;
  }
}
