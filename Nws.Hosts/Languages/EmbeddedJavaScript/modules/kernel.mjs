/** What the embedded kernel has of JavaScript: the host calls these functions, one task at a time. */
import { elementSeed, seededRandom } from '../nws/kernel/seeding.mjs';
import { Decoder } from '../nws/values/decoder.mjs';
import { Encoder } from '../nws/values/encoder.mjs';
import { MessagePackReader } from '../nws/values/message-pack-reader.mjs';
import { MessagePackWriter } from '../nws/values/message-pack-writer.mjs';
import { NwsValueError } from '../nws/values/nws-value-error.mjs';

export { complete } from '../nws/kernel/completion/completion.mjs';
export { taskError } from './task-error.mjs';
export { install } from './globals.mjs';

const ordinaryRandom = Math.random;

/**
 * Lets the random numbers depend on a seed.
 * @param {string} seed of the job, in digits
 * @param {string} element its number in the job
 */
export function seed(seed, element) {
  Math.random = seededRandom(elementSeed(BigInt(seed), BigInt(element)));
}

/** Lets them depend on nothing. */
export function forgetSeed() {
  Math.random = ordinaryRandom;
}

/**
 * @param {Uint8Array} bytes a list of values
 * @returns {Array<*>}
 */
export function decodeList(bytes) {
  return new Decoder(new MessagePackReader(bytes), { envelope: 1 }).read();
}

/**
 * @param {*} value
 * @returns {Uint8Array}
 */
export function encodeResult(value) {
  const writer = new MessagePackWriter();
  try {
    new Encoder(writer).write(value);
  } catch (error) {
    throw error instanceof NwsValueError ? new NwsValueError(`the result cannot be sent back: ${error.message}`) : error;
  }
  return writer.bytes;
}

/**
 * Calls back when a promise, or what behaves like one, is settled.
 * @param {*} value
 * @param {(value: *) => void} kept
 * @param {(reason: *) => void} broken
 * @returns {boolean} false if the value is none
 */
export function whenSettled(value, kept, broken) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const { then } = value;
  if (typeof then !== 'function') return false;
  then.call(value, kept, broken);
  return true;
}
