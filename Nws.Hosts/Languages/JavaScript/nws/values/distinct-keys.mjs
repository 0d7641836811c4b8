import { fingerprint } from './encoder.mjs';

/** The keys of a map, or the elements of a set, while they are read. */
export class DistinctKeys {
  #contents = new Set();

  /** In the order in which they came. */
  list = [];

  /** Index, and offset of the first byte, of each in which floats became integers. */
  softened = [];

  /**
   * @param {*} key
   * @param {string} [content] its bytes, if it is an object
   * @returns {boolean} false if an object of the same bytes was there already
   */
  add(key, content) {
    this.list.push(key);
    if (content === undefined) return true;
    const before = this.#contents.size;
    return this.#contents.add(content).size > before;
  }

  /** @returns {boolean} whether two objects are equal, although their bytes were not */
  haveEqualContent() {
    const objects = this.list.filter(isObject);
    return new Set(objects.map(fingerprint)).size < objects.length;
  }
}

/**
 * @param {*} value
 * @returns {boolean} whether it is compared by identity
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null;
}
