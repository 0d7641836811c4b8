import { encode } from '../values/encoder.mjs';
import { NwsValueError } from '../values/nws-value-error.mjs';
import { Accumulation } from './accumulator.mjs';
import { SleighTaskException } from './exceptions.mjs';

const TAKES_AT_ONCE = 8;
const SUBMITTED_AT_ONCE = 1000;

/** One call of `eachElem` or `eachWorker`: a number of tasks, of which all results are collected. */
export class SleighJob {
  #job;
  #tasks;
  #load;
  #accumulation;
  #collectErrors;
  #results = [];
  #next = 0;
  #awaited = 0;
  #unfinished = 0;
  #elementsLeft;

  /**
   * @param {import('./job.mjs').Job} job
   * @param {Array<{variable: string, tag: number, args: Array<Array<*>>}>} tasks see `Job.submit`
   * @param {object} options
   * @param {import('./accumulator.mjs').Accumulator} [options.accumulator]
   * @param {number} [options.load] most tasks in the workspace at one time
   * @param {boolean} [options.collectErrors] false: the first failed element is thrown
   */
  constructor(job, tasks, { accumulator, load = Infinity, collectErrors = true }) {
    this.#job = job;
    this.#tasks = tasks;
    this.#accumulation = accumulator && new Accumulation(accumulator);
    this.#load = load;
    this.#collectErrors = collectErrors;
    this.#elementsLeft = tasks.reduce((sum, task) => sum + task.args.length, 0);
  }

  /** How many elements have no result yet. */
  get outstanding() {
    return this.#elementsLeft;
  }

  /** @returns {Promise<*>} the results in the order of their elements; with an accumulator, its value or null */
  async run() {
    try {
      await this.#submit();
      await Promise.all(Array.from({ length: TAKES_AT_ONCE }, () => this.#gather()));
    } catch (error) {
      const reason = this.#job.explained(error);
      this.#job.abandon(reason); // the caller need not wait for that
      throw reason;
    }
    await this.#job.close();
    if (this.#accumulation) return this.#accumulation.value();
    this.#throwFirstError();
    return this.#results;
  }

  async #submit() {
    while (this.#next < this.#tasks.length && this.#unfinished < this.#load) {
      const room = Math.min(SUBMITTED_AT_ONCE, this.#load - this.#unfinished);
      const batch = this.#tasks.slice(this.#next, this.#next + room);
      this.#next += batch.length;
      this.#unfinished += batch.length;
      await Promise.all(batch.map((task) => this.#job.submit(task)));
    }
  }

  async #gather() {
    while (this.#awaited < this.#tasks.length) {
      this.#awaited++;
      const outcomes = await this.#job.take();
      this.#unfinished--;
      this.#accept(outcomes);
      await this.#submit();
    }
  }

  #accept(outcomes) {
    this.#elementsLeft -= outcomes.length;
    if (this.#accumulation) this.#accumulation.add(outcomes);
    else for (const { index, value } of outcomes) this.#results[index] = value;
  }

  #throwFirstError() {
    const first = this.#collectErrors ? undefined : this.#results.find((value) => value instanceof SleighTaskException);
    if (first) throw first;
  }
}

/**
 * Refuses arguments that cannot be sent: either all tasks of a call go out or none.
 * @param {Array<*>} fixed
 * @param {Array<{tag: number, args: Array<Array<*>>}>} tasks
 * @throws {NwsValueError} it names the element
 */
export function refuseUnsendable(fixed, tasks) {
  encode(fixed);
  for (const { tag, args } of tasks) args.forEach((varying, i) => checkElement(varying, tag + i));
}

function checkElement(varying, index) {
  try {
    encode(varying);
  } catch (error) {
    throw error instanceof NwsValueError ? new NwsValueError(`element ${index}: ${error.message}`) : error;
  }
}
