import { NwsValueError } from './nws-value-error.mjs';

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Whether a string holds a surrogate without its partner, which plain UTF-8 cannot express.
 * @param {string} text
 * @returns {boolean}
 */
export function hasLoneSurrogate(text) {
  return LONE_SURROGATE.test(text);
}

/**
 * The bytes of a string in WTF-8: UTF-8, with lone surrogates in their three-byte form.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function encodeWtf8(text) {
  const bytes = [];
  for (const character of text) {
    const point = character.codePointAt(0);
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | point >> 6, continuation(point));
    else if (point < 0x10000) bytes.push(0xe0 | point >> 12, continuation(point >> 6), continuation(point));
    else bytes.push(0xf0 | point >> 18, continuation(point >> 12), continuation(point >> 6), continuation(point));
  }
  return Uint8Array.from(bytes);
}

function continuation(bits) {
  return 0x80 | bits & 0x3f;
}

/**
 * The string that bytes in WTF-8 spell.
 * @param {Buffer} buffer
 * @param {number} start offset of the first byte
 * @param {number} end offset after the last byte
 * @returns {string}
 * @throws {NwsValueError} the bytes are not WTF-8
 */
export function decodeText(buffer, start, end) {
  const text = buffer.utf8Slice(start, end);
  // The fast decoder marks whatever it does not understand with U+FFFD, which may also simply be in the text.
  return text.includes('\ufffd') ? decodeWtf8(buffer, start, end) : text;
}

function decodeWtf8(buffer, start, end) {
  const parts = [];
  for (let at = start; at < end;) {
    const size = sequenceLength(buffer[at]);
    if (size === 0 || at + size > end) throw new NwsValueError('the text is not UTF-8', { position: at });
    parts.push(String.fromCodePoint(codePoint(buffer, at, size)));
    at += size;
  }
  return parts.join('');
}

function sequenceLength(lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function codePoint(buffer, at, size) {
  if (size === 1) return buffer[at];
  let point = buffer[at] & 0xff >> size + 1;
  for (let i = 1; i < size; i++) {
    const byte = buffer[at + i];
    if ((byte & 0xc0) !== 0x80) throw new NwsValueError('the text is not UTF-8', { position: at + i });
    point = point << 6 | byte & 0x3f;
  }
  if (point < SMALLEST[size] || point > 0x10ffff) throw new NwsValueError('the text is not UTF-8', { position: at });
  return point;
}
