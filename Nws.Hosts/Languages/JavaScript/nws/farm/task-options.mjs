import { SleighIllegalValueException } from './exceptions.mjs';
import { definition, functionText, namesIn } from './function-text.mjs';
import { checked, IS } from './options.mjs';

/**
 * Options of `eachElem`, `eachWorker`, `imap` and `starmap`.
 * @typedef {object} TaskOptions
 * @property {'invoke'|'eval'|'define'} [type] what to do with the function or code; for a function `invoke`, for a text
 *   `eval`
 * @property {string} [language] of a text: `javascript` (the default), `python`, `csharp`, `r`, or another that workers know
 * @property {boolean} [sandbox] run JavaScript that nobody vouches for: with strict limits, without workspaces, each task by itself
 * @property {number[]} [argPermute] which of the specified arguments (varying, then fixed) are passed, in which order
 * @property {string[]} [globals] names that the workers know although the Sleigh does not know of it
 * @property {number} [loadFactor] most tasks per worker in the workspace at one time; by default all, of `imap` and
 *   `starmap` 10
 * @property {number} [chunkSize] elements per task; 1 by default
 * @property {boolean} [collectErrors] false: the first failed element is thrown, rather than standing in the results
 * @property {AbortSignal} [signal] ends the call: tasks that no worker has begun are taken back
 * @property {boolean} [blocking] false: return a `SleighPending` as soon as the tasks are submitted; not of `imap`
 * @property {import('./accumulator.mjs').Accumulator} [accumulator] gets results as they arrive, which are then not
 *   collected; not of `imap`
 */

const OF_ITERATORS = {
  type: IS.oneOf('invoke', 'eval', 'define'),
  language: IS.aText,
  argPermute: [isListOf((position) => Number.isInteger(position) && position >= 0), 'a list of positions from 0'],
  sandbox: IS.trueOrFalse,
  globals: [isListOf((name) => typeof name === 'string'), 'a list of names'],
  loadFactor: IS.positive,
  chunkSize: IS.positiveInteger,
  collectErrors: IS.trueOrFalse,
  signal: IS.aSignal,
};
const OF_CALLS = {
  ...OF_ITERATORS,
  blocking: IS.trueOrFalse,
  accumulator: [isAccumulator, 'a function, or an object with a method result'],
};

/**
 * @param {TaskOptions} options of `eachElem` and `eachWorker`
 * @returns {TaskOptions} those that were given
 * @throws {SleighIllegalValueException} an unknown option or a value that makes no sense
 */
export function checkedOptions(options) {
  return checked('tasks', options, OF_CALLS);
}

/**
 * @param {TaskOptions} options of `imap` and `starmap`
 * @returns {TaskOptions} those that were given
 * @throws {SleighIllegalValueException} an unknown option or a value that makes no sense
 */
export function iteratorOptions(options) {
  return checked('imap and starmap', options, OF_ITERATORS);
}

/**
 * The record of a job as workers read it.
 * @param {Function|string|Array<Function|string>} fun a list can be defined only
 * @param {Array<*>} fixed
 * @param {TaskOptions} options
 * @param {Set<string>} [known] names that the workers know besides their globals
 * @returns {{record: object, names: string[]}} it, and the names it makes known on the workers that execute it
 * @throws {SleighIllegalValueException}
 */
export function jobRecord(fun, fixed, { type, language = 'javascript', argPermute = null, globals = [], sandbox = false }, known = []) {
  if (sandbox) refuseSandbox(type, language);
  const record = (of, code) => ({ language, type: of, code, fixed, permute: argPermute, ...sandbox && { sandbox } });
  if (typeof fun === 'string') return { record: record(type ?? 'eval', fun), names: textNames(fun, type, language) };
  const names = new Set([...known, ...globals]);
  refuseUnfit(fun, type, language);
  if (type !== 'define') return { record: record('invoke', functionText(fun, names)), names: [] };
  const defined = definition([fun].flat(), names);
  return { record: record('define', defined.code), names: defined.names };
}

function refuseSandbox(type, language) {
  if (language !== 'javascript') throw new SleighIllegalValueException(`the sandbox runs JavaScript only, not ${language}`);
  if (type === 'define') throw new SleighIllegalValueException('the sandbox keeps no definitions: every task begins anew');
}

function textNames(code, type, language) {
  return language === 'javascript' && type !== 'invoke' ? namesIn(code) : [];
}

function refuseUnfit(fun, type, language) {
  if (typeof fun !== 'function' && !(type === 'define' && Array.isArray(fun))) {
    throw new SleighIllegalValueException('what is to be done is a function or a text');
  }
  if (language !== 'javascript') {
    throw new SleighIllegalValueException(`a function of JavaScript cannot run as ${language}; send a text`);
  }
  if (type === 'eval') {
    throw new SleighIllegalValueException("a function is sent with type 'invoke' or 'define', not 'eval'");
  }
}

function isListOf(holds) {
  return (value) => Array.isArray(value) && value.every(holds);
}

function isAccumulator(value) {
  return typeof value === 'function' || typeof value.result === 'function';
}
