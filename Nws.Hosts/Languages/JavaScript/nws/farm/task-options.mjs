import { SleighIllegalValueException } from './exceptions.mjs';
import { definitionText, functionText } from './function-text.mjs';

const TYPES = ['invoke', 'eval', 'define'];
const LANGUAGES = ['javascript', 'python', 'csharp', 'r'];

/**
 * Options of `eachElem` and `eachWorker`.
 * @typedef {object} TaskOptions
 * @property {'invoke'|'eval'|'define'} [type] what to do with the function or code; for a function `invoke`, for a text
 *   `eval`
 * @property {'javascript'|'python'|'csharp'|'r'} [language] of a text; `javascript` by default
 * @property {number[]} [argPermute] which of the specified arguments (varying, then fixed) are passed, in which order
 * @property {boolean} [blocking] false: return a `SleighPending` as soon as the tasks are submitted
 * @property {(values: Array<*>, indexes: number[]) => *} [accumulator] called with results as they arrive, which are
 *   then not collected
 * @property {number} [loadFactor] most tasks per worker in the workspace at one time; by default all
 * @property {number} [chunkSize] elements per task; 1 by default
 */

const CHECKS = {
  type: [(value) => TYPES.includes(value), `one of ${TYPES.join(', ')}`],
  language: [(value) => LANGUAGES.includes(value), `one of ${LANGUAGES.join(', ')}`],
  argPermute: [isListOfPositions, 'a list of positions from 0'],
  blocking: [(value) => typeof value === 'boolean', 'true or false'],
  accumulator: [(value) => typeof value === 'function', 'a function'],
  loadFactor: [(value) => typeof value === 'number' && value > 0, 'a positive number'],
  chunkSize: [(value) => Number.isInteger(value) && value > 0, 'a positive whole number'],
};

/**
 * @param {TaskOptions} options
 * @returns {TaskOptions} those that were given
 * @throws {SleighIllegalValueException} an unknown option or a value that makes no sense
 */
export function checkedOptions(options) {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  for (const [name, value] of given) {
    const [holds, expected] = CHECKS[name] ?? [];
    if (!expected) {
      const known = Object.keys(CHECKS).join(', ');
      throw new SleighIllegalValueException(`'${name}' is not an option of tasks; there are ${known}`);
    }
    if (!holds(value)) throw new SleighIllegalValueException(`the option ${name} is ${expected}`);
  }
  return Object.fromEntries(given);
}

/**
 * The record of a job as workers read it.
 * @param {Function|string} fun
 * @param {Array<*>} fixed
 * @param {TaskOptions} options
 * @returns {{language: string, type: string, code: string, fixed: Array<*>, permute: number[]|null}}
 * @throws {SleighIllegalValueException}
 */
export function jobRecord(fun, fixed, { type, language = 'javascript', argPermute = null }) {
  if (typeof fun === 'string') return { language, type: type ?? 'eval', code: fun, fixed, permute: argPermute };
  if (typeof fun !== 'function') throw new SleighIllegalValueException('what is to be done is a function or a text');
  if (language !== 'javascript') {
    throw new SleighIllegalValueException(`a function of JavaScript cannot run as ${language}; send a text`);
  }
  if (type === 'eval') {
    throw new SleighIllegalValueException("a function is sent with type 'invoke' or 'define', not 'eval'");
  }
  const code = type === 'define' ? definitionText(fun) : functionText(fun);
  return { language, type: type ?? 'invoke', code, fixed, permute: argPermute };
}

function isListOfPositions(value) {
  return Array.isArray(value) && value.every((position) => Number.isInteger(position) && position >= 0);
}
