import { SleighIllegalValueException } from '../exceptions.mjs';

/**
 * What `eachElem` is to do, one element after the other.
 * @typedef {object} Elements
 * @property {Iterable<Array<*>>} rows the varying arguments of each element
 * @property {(results: Array<*>) => *} named gives the results the names of their elements, if these have any
 */

/**
 * The elements of what `eachElem` is given.
 *
 * A list of iterables has one for each argument, and the shortest decides how many elements there are; any other
 * iterable is the one argument that varies. A Map or a plain object gives each element a name.
 * @param {Iterable|Map|object} elementArgs
 * @returns {Elements}
 * @throws {SleighIllegalValueException} nothing to iterate over
 */
export function elementsOf(elementArgs) {
  if (elementArgs instanceof Map) {
    const names = [...elementArgs.keys()];
    return { rows: rowsOf([elementArgs.values()]), named: (results) => new Map(pairs(names, results)) };
  }
  if (typeof elementArgs?.[Symbol.iterator] === 'function') {
    return { rows: rowsOf(isListOfIterables(elementArgs) ? elementArgs : [elementArgs]), named: (results) => results };
  }
  if (isPlainObject(elementArgs)) {
    const names = Object.keys(elementArgs);
    const rows = rowsOf([Object.values(elementArgs)]);
    return { rows, named: (results) => Object.fromEntries(pairs(names, results)) };
  }
  throw new SleighIllegalValueException('elementArgs is a list of values, a list with a list for each argument, or an '
    + 'object or Map with a value for each name');
}

function* rowsOf(columns) {
  if (columns.length === 1) {
    for (const value of columns[0]) yield [value];
    return;
  }
  const iterators = columns.map((column) => column[Symbol.iterator]());
  for (;;) {
    const steps = iterators.map((iterator) => iterator.next());
    if (steps.some((step) => step.done)) return;
    yield steps.map((step) => step.value);
  }
}

function pairs(names, results) {
  return names.map((name, i) => [name, results[i]]);
}

function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Takes one argument list after the other from iterables that may be endless, or have to be waited for. */
export class ArgumentSource {
  #iterators;
  #toRow;
  #closed = false;

  /**
   * @param {Array<Iterable|AsyncIterable>} iterables
   * @param {(values: Array<*>) => Array<*>} [toRow] the arguments, from one value of each
   * @throws {SleighIllegalValueException} one cannot be iterated over, or there is none
   */
  constructor(iterables, toRow = (values) => values) {
    const wrong = iterables.find((iterable) => !iteratorMethod(iterable));
    if (iterables.length === 0 || wrong !== undefined) {
      throw new SleighIllegalValueException(`tasks are made from one or more iterables, not from ${wrong}`);
    }
    this.#iterators = iterables.map((iterable) => iteratorMethod(iterable).call(iterable));
    this.#toRow = toRow;
  }

  /**
   * A source of rows that are argument lists already.
   * @param {Iterable|AsyncIterable} iterable
   * @returns {ArgumentSource}
   */
  static ofLists(iterable) {
    return new ArgumentSource([iterable], ([list]) => {
      if (typeof list?.[Symbol.iterator] === 'function' && typeof list !== 'string') return [...list];
      throw new SleighIllegalValueException(`starmap takes lists of arguments, not ${list}`);
    });
  }

  /** @returns {Promise<Array<*>|null>} the arguments of the next element; null when the shortest iterable has ended */
  async next() {
    const steps = this.#closed ? [] : await Promise.all(this.#iterators.map((iterator) => iterator.next()));
    if (this.#closed) return null;
    if (!steps.some(({ done }) => done)) return this.#toRow(await Promise.all(steps.map(({ value }) => value)));
    this.close();
    return null;
  }

  /** Lets the iterables go, without waiting for them: one may be in the middle of a wait. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const iterator of this.#iterators) release(iterator);
  }
}

async function release(iterator) {
  try {
    await iterator.return?.();
  } catch {
    // Whoever is let go has nothing to say any more.
  }
}

function iteratorMethod(iterable) {
  return iterable?.[Symbol.asyncIterator] ?? iterable?.[Symbol.iterator];
}

function isListOfIterables(elementArgs) {
  return Array.isArray(elementArgs) && elementArgs.length > 0
    && elementArgs.every((column) => typeof column === 'object' && typeof column?.[Symbol.iterator] === 'function');
}
