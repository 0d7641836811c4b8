import { encode } from '../nws/values/encoder.mjs';
import { errorMessage, errorType, isError, stackFrames } from '../nws/values/error-record.mjs';
import { KIND } from '../nws/values/wire-kinds.mjs';

const LONGEST_CHAIN = 16;
const MOST_FRAMES = 50;
// The interpreter may count the reading of a stack as one of its frames.
const OF_TASK = /^ +at (?!get stack \().*<task>:\d+:\d+\)?$/;

/**
 * What the host is told of whatever a task threw: type, message, frames and the causes.
 * @param {*} thrown
 * @returns {Uint8Array} the record, encoded
 */
export function taskError(thrown) {
  return encode(chain(thrown, LONGEST_CHAIN));
}

function chain(thrown, links) {
  const record = thrown?.[KIND] === 'error'
    ? { type: thrown.type, message: thrown.message, stack: thrown.remoteStack, language: thrown.language }
    : { type: errorType(thrown), message: errorMessage(thrown), stack: framesOfTask(thrown), language: 'javascript' };
  if (isError(thrown) && thrown.cause !== undefined && links > 1) record.cause = chain(thrown.cause, links - 1);
  return record;
}

function framesOfTask(thrown) {
  return stackFrames(thrown).filter((frame) => OF_TASK.test(frame)).slice(0, MOST_FRAMES).join('\n');
}
