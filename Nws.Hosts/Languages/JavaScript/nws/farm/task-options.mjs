import { SleighIllegalValueException } from './exceptions.mjs';
import { checked, IS } from './options.mjs';
import { TAG } from './workers/worker-tags.mjs';

const MOST_TAGS = 6;
const HIGHEST_PRIORITY = 1000;

/**
 * Options of `eachElem`, `eachWorker`, `imap` and `starmap`.
 * @typedef {object} TaskOptions
 * @property {'invoke'|'eval'|'define'} [type] what to do with the function or code; for a function `invoke`, for a text
 *   `eval`
 * @property {string} [language] of a text: `javascript` (the default), `python`, `csharp`, `r`, or another that workers
 *   know
 * @property {boolean} [sandbox] run JavaScript that nobody vouches for: with strict limits, without workspaces, each
 *   task by itself
 * @property {number[]} [argPermute] which of the specified arguments (varying, then fixed) are passed, in which order
 * @property {string[]} [globals] names that the workers know although the Sleigh does not know of it
 * @property {number} [chunkSize] elements per task; by default found while the job runs, so that tiny elements are
 *   grouped and long ones are not; of `imap` and `starmap` 1
 * @property {number} [loadFactor] most unfinished tasks per worker; by default as many as keep the workers busy if
 *   `chunkSize` is not given, all at once if it is; of `imap` and `starmap` 10
 * @property {boolean} [collectErrors] false: when all is done, the error of the first failed element is thrown, rather
 *   than standing in the results
 * @property {boolean} [failFast] the first element that fails ends the call: what waits is not run, what runs is ended
 * @property {number} [timeLimit] seconds that an element may take; one that takes longer is ended, and fails with
 *   `TaskTimeout`
 * @property {number|bigint} [rngSeed] of random numbers: with it, an element's depend on seed and element alone
 * @property {string[]} [tags] only workers that have all of them run the tasks
 * @property {number} [priority] from -1000 to 1000; 0 by default. A point is worth ten seconds of waiting
 * @property {(progress: import('./sleigh-progress.mjs').SleighProgress) => *} [progress] called whenever results arrive
 * @property {boolean|((output: import('./jobs/output-watch.mjs').SleighOutput) => *)} [output] told of what tasks print
 *   while they run; true prints it, with the worker's rank before each line
 * @property {AbortSignal} [signal] ends the call: tasks that no worker has begun are taken back
 * @property {boolean} [blocking] false: return a `SleighPending` as soon as the tasks are submitted; not of `imap`
 * @property {import('./jobs/accumulator.mjs').Accumulator} [accumulator] gets results as they arrive, which are then
 *   not collected; not of `imap`
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
  failFast: IS.trueOrFalse,
  timeLimit: [(value) => Number.isFinite(value) && value > 0, 'a positive number of seconds'],
  rngSeed: [isSeed, 'a whole number of at most 64 bits'],
  tags: IS.tags(1, MOST_TAGS, TAG),
  priority: [(value) => Number.isInteger(value) && Math.abs(value) <= HIGHEST_PRIORITY, 'a whole number from -1000 to 1000'],
  progress: IS.aFunction,
  output: [(value) => typeof value === 'boolean' || typeof value === 'function', 'true, false or a function'],
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
  return consistent(checked('tasks', options, OF_CALLS));
}

/**
 * @param {TaskOptions} options of `imap` and `starmap`
 * @returns {TaskOptions} those that were given
 * @throws {SleighIllegalValueException} an unknown option or a value that makes no sense
 */
export function iteratorOptions(options) {
  return consistent(checked('imap and starmap', options, OF_ITERATORS));
}

function consistent(options) {
  if (!options.failFast || !options.collectErrors) return options;
  throw new SleighIllegalValueException('failFast and collectErrors exclude each other: one ends at the first error, the '
    + 'other goes on');
}

function isListOf(holds) {
  return (value) => Array.isArray(value) && value.every(holds);
}

function isSeed(value) {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value;
  return Number.isSafeInteger(value);
}

function isAccumulator(value) {
  return typeof value === 'function' || typeof value.result === 'function';
}
