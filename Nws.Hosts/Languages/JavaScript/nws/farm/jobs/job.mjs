import { NwsException } from '../../client/exceptions.mjs';
import { SleighNwsException, SleighTaskException } from '../exceptions.mjs';
import { OutstandingTasks } from './outstanding-tasks.mjs';

/**
 * The result of one element.
 * @typedef {object} Outcome
 * @property {number} index number of the element
 * @property {*} value what the task returned, or a `SleighTaskException`
 */

/**
 * What a worker made of a task, or of several that follow one another.
 * @typedef {object} TaskResult
 * @property {Outcome[]} outcomes of its elements
 * @property {number} seconds how long they ran
 */

/**
 * Tasks that do the same: puts them up and takes their results down. It ends by `close`, when all results are there, or
 * by `abandon`, when nobody wants them any more.
 */
export class Job {
  #group;
  #record;
  #conditions;
  #announced;
  #number;
  #pending = new Set();
  #failure = new AbortController();
  #withdrawing;
  #onEnd;

  /** The tasks that have no result yet. */
  outstanding = new OutstandingTasks();

  /**
   * @param {object} group the workers: see `LaunchedGroup`
   * @param {object} record what the tasks do, as FARM.md describes it
   * @param {object} conditions
   * @param {string} conditions.variable where tasks hang that name no variable of their own
   * @param {number} [conditions.priority] of the tasks
   * @param {number|null} [conditions.tasks] how many tasks there will be, if that is known
   * @param {() => void} [onEnd] called when nothing of the job is left
   */
  constructor(group, record, conditions, onEnd = () => {}) {
    this.#group = group;
    this.#record = record;
    this.#conditions = conditions;
    this.#onEnd = onEnd;
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
   * Tells the workers what the tasks do.
   * @returns {Promise<number>} the job's number
   */
  announce() {
    this.#announced ??= this.#during(this.#announce());
    return this.#announced;
  }

  /**
   * Puts tasks up, all or none.
   * @param {Array<{tag: number, args: {length: number}, variable?: string}>} tasks number of the first element of each,
   *   the varying arguments of its elements, where it hangs
   * @returns {Promise<void>}
   */
  async submit(tasks) {
    for (const { tag, args } of tasks) this.outstanding.add(tag, args.length);
    const number = await this.announce();
    this.#failure.signal.throwIfAborted();
    const hung = tasks.map((task) => ({ variable: this.#conditions.variable, ...task }));
    await this.#during(this.#group.board.post(number, hung, this.#conditions.priority));
  }

  /**
   * Waits for results.
   * @returns {Promise<TaskResult[]>} of one task or more
   */
  async take() {
    const number = await this.announce();
    for (;;) {
      const records = await this.#during(this.#group.board.results(number, this.#failure.signal));
      const results = records.filter(({ tag, values }) => this.outstanding.strike(tag, values.length));
      if (results.length > 0) return results.map((record) => this.#result(this.#group.examined(record)));
    }
  }

  /**
   * Tidies up behind a job that has all its results.
   * @returns {Promise<void>}
   */
  async close() {
    if (this.#number !== undefined) await this.#group.board.forget(this.#number);
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

  async #announce() {
    this.#number = await this.#group.board.announce(this.#record, this.#conditions.tasks);
    return this.#number;
  }

  async #withdraw() {
    await Promise.allSettled(this.#pending);
    this.outstanding.clear();
    await this.close();
  }

  #result({ tag, values, errors, rank, seconds }) {
    // An empty map of errors arrives as a plain object.
    const failed = errors instanceof Map ? errors : new Map();
    const outcomes = values.map((value, i) => {
      const index = tag + i;
      return { index, value: failed.has(i) ? new SleighTaskException(failed.get(i), { index, rank }) : value };
    });
    return { outcomes, seconds: seconds.reduce((sum, each) => sum + each, 0) };
  }

  /** Remembers an operation until it is over. */
  #during(operation) {
    this.#pending.add(operation);
    const forget = () => this.#pending.delete(operation);
    operation.then(forget, forget);
    return operation;
  }
}
