/** The tasks of a job that have no result yet. A worker may answer several that follow one another in one record. */
export class OutstandingTasks {
  #sizes = new Map();

  /** How many there are. */
  get count() {
    return this.#sizes.size;
  }

  /** How many elements they have. */
  elements = 0;

  /**
   * Notes a task that is on its way to the workers.
   * @param {number} tag the number of its first element
   * @param {number} elements how many it has
   */
  add(tag, elements) {
    this.#sizes.set(tag, elements);
    this.elements += elements;
  }

  /**
   * Strikes out the tasks that a record answers.
   * @param {number} tag
   * @param {number} elements
   * @returns {boolean} whether it answers any: a second answer, to a task that was taken for lost, does not count
   */
  strike(tag, elements) {
    let next = tag;
    while (next < tag + elements && this.#sizes.has(next)) {
      const size = this.#sizes.get(next);
      this.#sizes.delete(next);
      next += size;
    }
    this.elements -= next - tag;
    return next > tag;
  }

  /** Gives up all. */
  clear() {
    this.#sizes.clear();
    this.elements = 0;
  }
}
