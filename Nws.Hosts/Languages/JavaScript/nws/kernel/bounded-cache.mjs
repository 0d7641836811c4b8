/** Remembers what was made last, up to a number of things; the one not used for the longest time goes first. */
export class BoundedCache {
  #limit;
  #entries = new Map();

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * @template T
   * @param {string} key
   * @param {() => T} make makes what is not there; it may throw, and then nothing is kept
   * @returns {T}
   */
  get(key, make) {
    const found = this.#entries.has(key);
    const value = found ? this.#entries.get(key) : make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value);
    return value;
  }
}
