import { NwsException } from '../client/exceptions.mjs';
import { SleighNwsException, SleighTaskException } from './exceptions.mjs';

/**
 * The result of one element.
 * @typedef {object} Outcome
 * @property {number} index number of the element
 * @property {*} value what the task returned, or a `SleighTaskException`
 */

/**
 * Tasks that do the same: puts them up and takes their results down. It ends by `close`, when all results are there, or
 * by `abandon`, when nobody wants them any more.
 */
export class Job {
  #board;
  #number;
  #record;
  #announced;
  #pending = new Set();
  #failure = new AbortController();
  #withdrawing;
  #onEnd;

  /** How many elements were put up. */
  submitted = 0;

  /** Of how many elements the outcome is known, or nobody wants to know it. */
  settled = 0;

  /**
   * @param {import('./task-board.mjs').TaskBoard} board
   * @param {object} record what the tasks do, as FARM.md describes it
   * @param {() => void} [onEnd] called when nothing of the job is left
   */
  constructor(board, record, onEnd = () => {}) {
    this.#board = board;
    this.#number = board.nextNumber();
    this.#record = record;
    this.#onEnd = onEnd;
  }

  /** How many elements were put up and have no outcome yet. */
  get outstanding() {
    return this.submitted - this.settled;
  }

  /** Aborted when the job has failed, with the reason. */
  get signal() {
    return this.#failure.signal;
  }

  /**
   * Ends the job: its results will never come.
   * @param {Error} reason
   */
  fail(reason) {
    this.#failure.abort(reason);
  }

  /**
   * Puts up a task.
   * @param {{variable: string, tag: number, args: Array<Array<*>>}} task where it hangs, number of its first element,
   *   the varying arguments of each
   * @returns {Promise<void>}
   */
  async submit(task) {
    this.#announced ??= this.#during(this.#board.announce(this.#number, this.#record));
    await this.#announced;
    this.#failure.signal.throwIfAborted();
    this.submitted += task.args.length;
    try {
      await this.#during(this.#board.post(this.#number, task));
    } catch (error) {
      this.submitted -= task.args.length;
      throw error;
    }
  }

  /**
   * Waits for a result.
   * @returns {Promise<Outcome[]>} of the elements of one task
   */
  async take() {
    return this.#outcomes(await this.#during(this.#board.result(this.#number, this.#failure.signal)));
  }

  /**
   * Tidies up behind a job that has all its results.
   * @returns {Promise<void>}
   */
  async close() {
    if (this.#announced) await this.#board.forget(this.#number);
    this.#onEnd();
  }

  /**
   * Gives the job up: the workers end those of its tasks that they run, and drop those they fetch.
   * @param {Error} reason
   * @returns {Promise<void>} settled when nothing is left of the job; never rejected
   */
  abandon(reason) {
    this.fail(reason);
    this.#withdrawing ??= this.#withdraw();
    return this.#withdrawing;
  }

  /**
   * What an error of an operation means to whoever waits for the results.
   * @param {*} error
   * @returns {*}
   */
  explained(error) {
    if (this.#failure.signal.aborted) return this.#failure.signal.reason;
    if (!(error instanceof NwsException)) return error;
    return new SleighNwsException(`the tasks could not be handed over: ${error.message}`, { cause: error });
  }

  async #withdraw() {
    await Promise.allSettled(this.#pending);
    this.settled = this.submitted;
    await this.close();
  }

  #outcomes({ tag, values, errors, rank }) {
    this.settled += values.length;
    // An empty map of errors arrives as a plain object.
    const failed = errors instanceof Map ? errors : new Map();
    return values.map((value, i) => {
      const index = tag + i;
      return { index, value: failed.has(i) ? new SleighTaskException(failed.get(i), { index, rank }) : value };
    });
  }

  /** Remembers an operation until it is over. */
  #during(operation) {
    this.#pending.add(operation);
    const forget = () => this.#pending.delete(operation);
    operation.then(forget, forget);
    return operation;
  }
}
