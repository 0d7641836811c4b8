import { SleighIllegalValueException } from './exceptions.mjs';

/**
 * The varying arguments of each element, from what `eachElem` is given.
 *
 * A list of iterables has one for each argument, and the shortest decides how many elements there are; any other
 * iterable is the one argument that varies.
 * @param {Iterable} elementArgs
 * @returns {Array<Array<*>>}
 * @throws {SleighIllegalValueException} nothing to iterate over
 */
export function argumentLists(elementArgs) {
  if (typeof elementArgs?.[Symbol.iterator] !== 'function') {
    throw new SleighIllegalValueException('elementArgs is a list of values, or a list with a list for each argument');
  }
  const columns = isListOfIterables(elementArgs) ? elementArgs : [elementArgs];
  const iterators = columns.map((column) => column[Symbol.iterator]());
  const rows = [];
  for (;;) {
    const steps = iterators.map((iterator) => iterator.next());
    if (steps.some((step) => step.done)) return rows;
    rows.push(steps.map((step) => step.value));
  }
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
