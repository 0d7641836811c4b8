import { errorMessage, errorType, isError, stackFrames } from '../values/error-record.mjs';
import { NwsValueError } from '../values/nws-value-error.mjs';
import { KIND } from '../values/wire-kinds.mjs';

const OWN_FRAMES = new URL('.', import.meta.url).href;
const SYNTAX_ERROR_PLACE = /^<task>:(\d+)\n/;
const LONGEST_CHAIN = 16;

/**
 * What the host is told of whatever a task threw: type, message, the frames of the user's code, and the causes.
 * @param {*} thrown
 * @returns {import('../values/error-record.mjs').ErrorRecord}
 */
export function taskError(thrown) {
  return chain(thrown, LONGEST_CHAIN);
}

/**
 * What the encoder says of a result, worded for who wrote the task.
 * @param {*} error
 * @returns {*}
 */
export function unsendable(error) {
  return error instanceof NwsValueError ? new NwsValueError(`the result cannot be sent back: ${error.message}`) : error;
}

function chain(thrown, links) {
  // A task of a Sleigh that this task is the master of: its stack is the other's.
  if (thrown?.remoteType !== undefined) {
    const cause = failedTask(thrown, links);
    return { type: errorType(thrown), message: errorMessage(thrown), stack: '', language: 'javascript', cause };
  }
  const record = thrown?.[KIND] === 'error'
    ? { type: thrown.type, message: thrown.message, stack: thrown.remoteStack, language: thrown.language }
    : { type: errorType(thrown), message: errorMessage(thrown), stack: userFrames(thrown), language: 'javascript' };
  if (isError(thrown) && thrown.cause !== undefined && links > 1) record.cause = chain(thrown.cause, links - 1);
  return record;
}

function failedTask({ remoteType, remoteMessage, remoteStack, language, cause }, links) {
  const record = { type: remoteType, message: remoteMessage, stack: remoteStack, language };
  if (cause !== undefined && links > 1) record.cause = failedTask(cause, links - 1);
  return record;
}

function userFrames(thrown) {
  const frames = stackFrames(thrown);
  const users = frames.filter((frame, i) => !isOwn(frame) && !(isNodes(frame) && leadsToOwn(frames, i)));
  return users.length > 0 ? users.join('\n') : syntaxErrorFrame(thrown);
}

/** What runs the task for the kernel are functions of Node, called by the kernel or by nobody. */
function leadsToOwn(frames, i) {
  const caller = frames.slice(i).find((frame) => !isNodes(frame));
  return caller === undefined || isOwn(caller) || /^ +at async /.test(caller);
}

function isNodes(frame) {
  return /\(?node:[\w/]+:\d+:\d+\)?$/.test(frame) || /^ +at new Promise \(<anonymous>\)$/.test(frame);
}

function isOwn(frame) {
  return frame.includes(OWN_FRAMES);
}

function syntaxErrorFrame(thrown) {
  const place = isError(thrown) && SYNTAX_ERROR_PLACE.exec(thrown.stack);
  return place ? `    at <task>:${place[1]}` : '';
}
