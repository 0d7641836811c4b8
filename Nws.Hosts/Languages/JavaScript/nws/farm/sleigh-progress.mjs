/** How far a call of a Sleigh is. */
export class SleighProgress {
  /**
   * @param {number} done how many elements have a result
   * @param {number|null} total how many there are; null if that is not known
   * @param {number} failed how many of those done have failed
   * @param {number} elapsed seconds since the call began
   */
  constructor(done, total, failed, elapsed) {
    this.done = done;
    this.total = total;
    this.failed = failed;
    this.elapsed = elapsed;
  }

  /** Elements per second so far. */
  get rate() {
    return this.elapsed > 0 ? this.done / this.elapsed : 0;
  }

  /** How many seconds the rest will take at this rate; null if that cannot be told. */
  get remaining() {
    if (this.total === null || this.done === 0) return null;
    return this.elapsed * ((this.total - this.done) / this.done);
  }
}
