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

function isListOfIterables(elementArgs) {
  return Array.isArray(elementArgs) && elementArgs.length > 0
    && elementArgs.every((column) => typeof column === 'object' && typeof column?.[Symbol.iterator] === 'function');
}
