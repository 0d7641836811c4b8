import { KIND } from './wire-kinds.mjs';

/**
 * A tuple: an array that other languages see as their tuple, not as a list.
 *
 * Make one with `NwsTuple.of(1, 'a')` or `NwsTuple.from(list)`. What `map`, `filter` and `slice` return is a plain
 * array.
 */
export class NwsTuple extends Array {
  get [KIND]() {
    return 'tuple';
  }

  static get [Symbol.species]() {
    return Array;
  }
}
