import { utf8Decode, utf8Encode } from 'nws:host';

const LONGEST_SIMPLE_TEXT = 64;
const CHUNK = 4096;

/** As much of Node's `Buffer` as the values need; a module of Nws finds it where Node has its global. */
export class Buffer extends Uint8Array {
  #view;

  static get [Symbol.species]() {
    return Buffer;
  }

  static allocUnsafe(size) {
    return new Buffer(size);
  }

  static isBuffer(value) {
    return value instanceof Buffer;
  }

  static byteLength(text) {
    return utf8Encode(text).length;
  }

  static from(source, second, length) {
    if (typeof source === 'string') return second === 'hex' ? fromHex(source) : view(utf8Encode(source));
    if (source instanceof ArrayBuffer) return new Buffer(source, second, length);
    const copy = new Buffer(source.length);
    copy.set(source);
    return copy;
  }

  static compare(a, b) {
    const shorter = Math.min(a.length, b.length);
    for (let i = 0; i < shorter; i++) {
      if (a[i] !== b[i]) return a[i] - b[i];
    }
    return a.length - b.length;
  }

  equals(other) {
    return Buffer.compare(this, other) === 0;
  }

  readUInt16BE(at) { return this.#data.getUint16(at); }
  readUInt32BE(at) { return this.#data.getUint32(at); }
  readBigUInt64BE(at) { return this.#data.getBigUint64(at); }
  readInt8(at) { return this.#data.getInt8(at); }
  readInt16BE(at) { return this.#data.getInt16(at); }
  readInt32BE(at) { return this.#data.getInt32(at); }
  readBigInt64BE(at) { return this.#data.getBigInt64(at); }
  readFloatBE(at) { return this.#data.getFloat32(at); }
  readDoubleBE(at) { return this.#data.getFloat64(at); }
  writeUInt16BE(value, at) { this.#data.setUint16(at, value); }
  writeUInt32BE(value, at) { this.#data.setUint32(at, value); }
  writeBigUInt64BE(value, at) { this.#data.setBigUint64(at, value); }
  writeFloatBE(value, at) { this.#data.setFloat32(at, value); }
  writeDoubleBE(value, at) { this.#data.setFloat64(at, value); }

  utf8Write(text, at) {
    this.set(utf8Encode(text), at);
  }

  utf8Slice(start, end) {
    return end - start <= LONGEST_SIMPLE_TEXT && this.#isAscii(start, end)
      ? this.latin1Slice(start, end) : utf8Decode(this.subarray(start, end));
  }

  latin1Slice(start = 0, end = this.length) {
    let text = '';
    for (let at = start; at < end; at += CHUNK) {
      text += String.fromCharCode(...new Uint8Array(this.buffer, this.byteOffset + at, Math.min(CHUNK, end - at)));
    }
    return text;
  }

  toString(encoding) {
    if (encoding !== 'hex') return this.utf8Slice(0, this.length);
    return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  get #data() {
    return this.#view ??= new DataView(this.buffer, this.byteOffset, this.byteLength);
  }

  #isAscii(start, end) {
    for (let at = start; at < end; at++) {
      if (this[at] > 0x7f) return false;
    }
    return true;
  }
}

function view(bytes) {
  return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function fromHex(text) {
  const bytes = new Buffer(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
