import { SleighGatheredException } from './exceptions.mjs';

/** Tasks that were submitted without waiting for their results. */
export class SleighPending {
  #job;
  #results;
  #gathered = false;

  /**
   * Made by `eachElem` and `eachWorker` with `blocking: false`.
   * @param {import('./jobs/call.mjs').Call} job
   * @param {Promise<Array<*>|null>} results
   */
  constructor(job, results) {
    this.#job = job;
    this.#results = results;
    // Whoever never waits does not want to know.
    results.catch(() => {});
  }

  /** @returns {number} how many tasks are still outstanding */
  check() {
    return this.#job.outstanding;
  }

  /**
   * @returns {Promise<Array<*>|null>} the results in the order of their elements; null with an accumulator
   * @throws {SleighGatheredException} they were gathered before
   */
  async wait() {
    if (this.#gathered) throw new SleighGatheredException('the results of these tasks have been gathered already');
    this.#gathered = true;
    return this.#results;
  }
}
