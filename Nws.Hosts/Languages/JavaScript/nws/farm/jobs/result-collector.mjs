import { SleighTaskException } from '../exceptions.mjs';
import { SleighProgress } from '../sleigh-progress.mjs';
import { Accumulation } from './accumulator.mjs';

/** Keeps the results of one call, or hands them to its accumulator, and tells how far the call is. */
export class ResultCollector {
  #started = performance.now();
  #total;
  #options;
  #named;
  #accumulation;
  #values = [];
  #first;
  #done = 0;
  #failed = 0;

  /**
   * @param {number} total how many results there will be
   * @param {import('../task-options.mjs').TaskOptions} options
   * @param {(results: Array<*>) => *} [named] makes of the results in the order of their elements what the call returns
   */
  constructor(total, options, named = (results) => results) {
    this.#total = total;
    this.#options = options;
    this.#named = named;
    this.#accumulation = options.accumulator && new Accumulation(options.accumulator);
  }

  /** How many results are missing. */
  get missing() {
    return this.#total - this.#done;
  }

  /** How many elements have failed. */
  get failed() {
    return this.#failed;
  }

  /**
   * Takes results, which may come before others of lower number.
   * @param {import('./job.mjs').Outcome[]} outcomes
   * @throws {SleighTaskException} one is a failure, and the call is to end with the first
   */
  accept(outcomes) {
    this.#done += outcomes.length;
    for (const { index, value } of outcomes) {
      if (value instanceof SleighTaskException) this.#noteFailure(value);
      if (!this.#accumulation) this.#values[index] = value;
    }
    this.#accumulation?.add(outcomes);
    const elapsed = (performance.now() - this.#started) / 1000;
    this.#options.progress?.(new SleighProgress(this.#done, this.#total, this.#failed, elapsed));
    if (this.#options.failFast && this.#first) throw this.#first;
  }

  /**
   * @returns {Promise<*>} the results in the order of the elements, or by name; with an accumulator its value, or null
   * @throws {SleighTaskException} a task failed, and its error was not to be collected
   */
  async results() {
    if (this.#accumulation) return this.#accumulation.value();
    if (this.#options.collectErrors === false && this.#first) throw this.#first;
    return this.#named(this.#values);
  }

  #noteFailure(failure) {
    this.#failed++;
    if (!this.#first || failure.index < this.#first.index) this.#first = failure;
  }
}
