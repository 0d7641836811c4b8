import { NwsException } from '../client/exceptions.mjs';
import { encode } from '../values/encoder.mjs';
import { NwsValueError } from '../values/nws-value-error.mjs';
import { SleighNwsException, SleighTaskException } from './exceptions.mjs';

const FETCHES_AT_ONCE = 8;
const STORES_AT_ONCE = 1000;

/** One call of `eachElem` or `eachWorker`: puts its tasks into the sleigh workspace and collects their results. */
export class SleighJob {
  #ws;
  #id;
  #tasks;
  #load;
  #accumulator;
  #results = [];
  #submitted = 0;
  #awaited = 0;
  #gathered = 0;
  #elementsLeft;
  #accumulation = Promise.resolve();
  #failure = new AbortController();

  /**
   * @param {import('../client/net-work-space.mjs').NetWorkSpace} ws the sleigh workspace
   * @param {number} id number of the job
   * @param {Array<{variable: string, tag: number, args: Array<Array<*>>}>} tasks where to put them, number of their
   *   first element, the varying arguments of each element
   * @param {object} options
   * @param {(values: Array<*>, indexes: number[]) => *} [options.accumulator]
   * @param {number} [options.load] most tasks in the workspace at one time
   */
  constructor(ws, id, tasks, { accumulator, load = Infinity }) {
    this.#ws = ws;
    this.#id = id;
    this.#tasks = tasks;
    this.#accumulator = accumulator;
    this.#load = load;
    this.#elementsLeft = tasks.reduce((sum, task) => sum + task.args.length, 0);
  }

  /** How many elements have no result yet. */
  get outstanding() {
    return this.#elementsLeft;
  }

  /**
   * Ends the job: its results will never come.
   * @param {Error} reason
   */
  fail(reason) {
    this.#failure.abort(reason);
  }

  /**
   * @param {object} record of the job, for the workers
   * @returns {Promise<Array<*>|null>} the results in the order of their elements; null with an accumulator
   */
  async run(record) {
    this.#refuseUnsendable(record);
    try {
      await this.#ws.declare(`job@${this.#id}`, 'single');
      await this.#ws.store(`job@${this.#id}`, record);
      await this.#submit();
      await Promise.all(Array.from({ length: FETCHES_AT_ONCE }, () => this.#gather()));
      await this.#tidy();
      await this.#accumulation;
    } catch (error) {
      throw this.#explained(error);
    }
    return this.#accumulator ? null : this.#results;
  }

  /** Either all tasks go out or none: so arguments that cannot be sent are found before the first one leaves. */
  #refuseUnsendable(record) {
    encode(record.fixed);
    for (const { tag, args } of this.#tasks) args.forEach((varying, i) => checkElement(varying, tag + i));
  }

  async #submit() {
    while (this.#submitted < this.#tasks.length && this.#submitted - this.#gathered < this.#load) {
      const room = Math.min(STORES_AT_ONCE, this.#load - (this.#submitted - this.#gathered));
      const batch = this.#tasks.slice(this.#submitted, this.#submitted + room);
      this.#submitted += batch.length;
      await Promise.all(batch.map(({ variable, tag, args }) => this.#ws.store(variable, { job: this.#id, tag, args })));
    }
  }

  async #gather() {
    while (this.#awaited < this.#tasks.length) {
      this.#awaited++;
      const record = await this.#ws.fetch(`result@${this.#id}`, { signal: this.#failure.signal });
      this.#gathered++;
      this.#accept(record);
      await this.#submit();
    }
  }

  #accept({ tag, values, errors, rank }) {
    const indexes = values.map((_, i) => tag + i);
    // An empty map of errors arrives as a plain object.
    const failed = errors instanceof Map ? errors : new Map();
    const outcomes = values.map((value, i) => failed.has(i)
      ? new SleighTaskException(failed.get(i), { index: tag + i, rank })
      : value);
    this.#elementsLeft -= values.length;
    if (this.#accumulator) {
      this.#accumulation = this.#accumulation.then(() => this.#accumulator(outcomes, indexes));
      this.#accumulation.catch(() => {});
    } else {
      indexes.forEach((index, i) => { this.#results[index] = outcomes[i]; });
    }
  }

  async #tidy() {
    const leftovers = this.#tasks.length > 0 ? [`job@${this.#id}`, `result@${this.#id}`] : [`job@${this.#id}`];
    await Promise.all(leftovers.map((name) => this.#ws.deleteVar(name)));
  }

  #explained(error) {
    if (this.#failure.signal.aborted) return this.#failure.signal.reason;
    if (!(error instanceof NwsException)) return error;
    return new SleighNwsException(`the tasks could not be handed over: ${error.message}`, { cause: error });
  }
}

function checkElement(varying, index) {
  try {
    encode(varying);
  } catch (error) {
    throw error instanceof NwsValueError ? new NwsValueError(`element ${index}: ${error.message}`) : error;
  }
}
