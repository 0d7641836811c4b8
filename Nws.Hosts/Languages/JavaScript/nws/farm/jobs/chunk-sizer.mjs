// Long against what a task costs beside its elements (some 100 microseconds), short against what a person notices.
const TARGET_SECONDS = 0.04;
const LARGEST = 8192;
const WEIGHT_OF_NEWEST = 0.3;
// Cheap elements are soon in large tasks, and the first may be cheaper than those that follow.
const MOST_GROWTH = 4;
// Even if the next elements cost so many times more, a task of this size would not take too long.
const CAUTION = 64;

/** How many tasks each worker should find waiting or be running, so that none is idle while results travel. */
export const TASKS_PER_WORKER = 4;

/**
 * Decides how many elements make a task: as many as a worker needs some milliseconds for, fewer towards the end, so
 * that all workers end together.
 *
 * The cost of an element is not known before some have run, and need not be the same for all. So the size starts at
 * one, grows to at most four times that of a task that came back, or to what would not take long even if the next
 * elements cost much more, and never exceeds a share of what is left. What workers measured recently counts more than
 * what they measured first.
 */
export class ChunkSizer {
  #fixedSize;
  #secondsPerElement;
  #size = 1;

  /** @param {number} [fixedSize] the size if the user has chosen one */
  constructor(fixedSize) {
    this.#fixedSize = fixedSize;
  }

  /**
   * @param {number} left how many elements are left to submit; Infinity if nobody knows
   * @param {number} workers how many workers there are
   * @returns {number} the size of the next task
   */
  next(left, workers) {
    // Half of an even share: what the estimate has wrong, the other half makes good.
    return this.#fixedSize ?? Math.min(this.#size, Math.max(1, Math.floor(left / (2 * workers))));
  }

  /**
   * Learns from a task that came back.
   * @param {number} elements how many it had
   * @param {number} seconds how long they ran
   */
  observe(elements, seconds) {
    if (elements === 0) return;
    const cost = Math.max(seconds, 1e-9) / elements;
    this.#secondsPerElement = this.#secondsPerElement === undefined
      ? cost : this.#secondsPerElement + WEIGHT_OF_NEWEST * (cost - this.#secondsPerElement);
    const wanted = Math.max(TARGET_SECONDS / this.#secondsPerElement, 1);
    const safe = Math.max(MOST_GROWTH * elements, wanted / CAUTION);
    this.#size = Math.floor(Math.min(wanted, LARGEST, Math.max(this.#size, safe)));
  }
}
