import { inspect, types } from 'node:util';
import { KIND } from './wire-kinds.mjs';

/**
 * What is told of an error elsewhere: plain texts.
 * @typedef {object} ErrorRecord
 * @property {string} type class name
 * @property {string} message
 * @property {string} stack the frames, one per line, innermost first; may be empty
 * @property {string} language `csharp`, `python`, `javascript` or `r`
 * @property {ErrorRecord} [cause]
 */

/**
 * Whether something is an error, of this realm or another.
 * @param {*} value
 * @returns {boolean}
 */
export function isError(value) {
  return types.isNativeError(value) || value instanceof Error;
}

/**
 * The class name of whatever was thrown.
 * @param {*} thrown
 * @returns {string}
 */
export function errorType(thrown) {
  if (!isError(thrown)) return thrown === null ? 'null' : typeof thrown;
  if (Object.hasOwn(thrown, 'name') && thrown.name) return String(thrown.name);
  return thrown.constructor?.name || String(thrown.name);
}

/**
 * The message of whatever was thrown.
 * @param {*} thrown
 * @returns {string}
 */
export function errorMessage(thrown) {
  if (isError(thrown)) return String(thrown.message);
  return typeof thrown === 'string' ? thrown : inspect(thrown);
}

/**
 * The frames of an error's stack, without the line that repeats type and message.
 * @param {*} thrown
 * @returns {string[]}
 */
export function stackFrames(thrown) {
  if (!isError(thrown) || typeof thrown.stack !== 'string') return [];
  const lines = thrown.stack.split('\n');
  // Some engines begin a stack with the message, others with the first frame.
  const messageLines = /^\s+at /.test(lines[0]) ? 0 : String(thrown.message).split('\n').length;
  const first = lines.findIndex((line, i) => i >= messageLines && /^\s+at /.test(line));
  return first < 0 ? [] : lines.slice(first);
}

/**
 * The texts of an error as a value, without its cause.
 * @param {Error} error of this program, or one that came from elsewhere
 * @returns {ErrorRecord}
 */
export function errorTexts(error) {
  if (error[KIND] === 'error') {
    return { type: error.type, message: error.message, stack: error.remoteStack, language: error.language };
  }
  const stack = stackFrames(error).join('\n');
  return { type: errorType(error), message: errorMessage(error), stack, language: 'javascript' };
}
