const MOST_IN_A_ROW = 30;
const MOST_UNJOINED_IN_A_ROW = 5;
const FIRST_WAIT = 100;
const LONGEST_WAIT = 2000;

/**
 * Whether the worker that ended in some place is replaced, and when: at once if it had done something, for then it was
 * a task or somebody from outside that ended it; later and later if its predecessors had done nothing either; and at
 * last, sooner if they did not even join, not any more.
 */
export class ReplacementPolicy {
  #inARow = 0;
  #unjoinedInARow = 0;
  #hasJoined = false;

  /**
   * @param {boolean} hadJoined whether the worker had joined its Sleigh; if the first one had not, workers cannot be
   *   started here at all
   * @param {boolean} hadWorked whether a result of it had come
   * @returns {number|null} milliseconds to wait before a replacement is started; null if there is to be none
   */
  afterEnd(hadJoined, hadWorked) {
    this.#hasJoined ||= hadJoined;
    if (!this.#hasJoined) return null;
    if (hadWorked) this.#inARow = 0;
    this.#unjoinedInARow = hadJoined ? 0 : this.#unjoinedInARow + 1;
    if (++this.#inARow > MOST_IN_A_ROW || this.#unjoinedInARow >= MOST_UNJOINED_IN_A_ROW) return null;
    return this.#inARow === 1 ? 0 : Math.min(FIRST_WAIT * 2 ** (this.#inARow - 2), LONGEST_WAIT);
  }
}
