import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NwsOperationException } from './exceptions.mjs';
import { whenAborted } from './when-aborted.mjs';

const CHUNK = 64 * 1024;

/**
 * Reads from a file or stream up to its end or a number of bytes; what follows in a stream stays there.
 * @param {string|Readable} source a path or a stream of bytes
 * @param {object} bounds
 * @param {number} bounds.count bytes to read at most; 0 for all
 * @param {number} bounds.limit size from which on it is pointless to read on
 * @param {AbortSignal} [bounds.signal] ends the wait for bytes: the stream is destroyed
 * @returns {Promise<Buffer>}
 * @throws {NwsOperationException} there are more bytes than the limit
 */
export async function readBytes(source, { count, limit, signal }) {
  const stream = typeof source === 'string' ? createReadStream(source) : source;
  const forget = whenAborted(signal, () => stream.destroy(signal.reason));
  try {
    return await collect(stream, { wanted: count || Infinity, limit, destroyOnReturn: stream !== source });
  } finally {
    forget();
  }
}

async function collect(stream, { wanted, limit, destroyOnReturn }) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn })) {
    const bytes = Buffer.from(chunk);
    const room = wanted - size;
    if (bytes.length > room) stream.unshift(bytes.subarray(room));
    chunks.push(bytes.subarray(0, room));
    size += chunks.at(-1).length;
    if (size === wanted) break;
    if (size > limit) {
      throw new NwsOperationException(`the file is larger than a value may be (${limit} bytes)`, { code: 'too_large' });
    }
  }
  return Buffer.concat(chunks);
}

/**
 * Writes a value to a file, which then holds nothing else, or to a stream, which stays open.
 * @param {*} value bytes or text
 * @param {string|import('node:stream').Writable} target a path or a stream
 * @param {AbortSignal} [signal] ends the writing: the stream is destroyed
 * @returns {Promise<number>} bytes written
 * @throws {NwsOperationException} the value is neither bytes nor text
 */
export async function writeBytes(value, target, signal) {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  if (!(bytes instanceof Uint8Array)) {
    throw new NwsOperationException('only bytes and text can be written to a file, and this value is neither');
  }
  const stream = typeof target === 'string' ? createWriteStream(target) : target;
  const forget = whenAborted(signal, () => stream.destroy(signal.reason));
  try {
    await pipeline(Readable.from(chunksOf(bytes)), stream, { end: stream !== target });
  } finally {
    forget();
  }
  return bytes.length;
}

function* chunksOf(bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}
