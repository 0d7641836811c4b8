import { whenAborted } from '../client/when-aborted.mjs';
import { ArgumentSource, argumentLists } from './element-args.mjs';
import { SleighException, SleighIllegalValueException, SleighStoppedException } from './exceptions.mjs';
import { Job } from './job.mjs';
import { refuseUnsendable, SleighJob } from './sleigh-job.mjs';
import { sleighOptions } from './sleigh-options.mjs';
import { SleighPending } from './sleigh-pending.mjs';
import { SleighResultIterator } from './sleigh-result-iterator.mjs';
import { checkedOptions, iteratorOptions, jobRecord } from './task-options.mjs';
import { Workplace } from './workplace.mjs';

const ITERATOR_LOAD = 10;

/**
 * A crew of workers that execute tasks in parallel. The first task starts the workers.
 *
 * ```js
 * const sleigh = new Sleigh({ workerCount: 4 });
 * const squares = await sleigh.eachElem((x) => x * x, [1, 2, 3]);
 * await sleigh.stop();
 * ```
 *
 * What is to be done is a function, whose text is sent, or code. A function that uses anything of its surroundings but
 * the workers' globals and what was defined before is refused.
 */
export class Sleigh {
  #options;
  #workplace;
  #starting;
  #stopping;
  #jobs = new Set();
  #known = new Set();

  /**
   * @param {import('./sleigh-options.mjs').SleighOptions} [options]
   * @throws {SleighIllegalValueException} an unknown option, or a value that makes no sense
   */
  constructor(options = {}) {
    this.#options = sleighOptions(options);
    this.#workplace = new Workplace(this.#options);
  }

  /**
   * Starts the workers at once, and waits until all are ready.
   * @param {import('./sleigh-options.mjs').SleighOptions} [options]
   * @returns {Promise<Sleigh>}
   * @throws {SleighException} the workers cannot be started
   * @throws {import('../client/exceptions.mjs').NwsConnectException} there is no server
   */
  static async start(options) {
    const sleigh = new Sleigh(options);
    await sleigh.start();
    return sleigh;
  }

  /** How many workers the Sleigh was made for. */
  get workerCount() {
    return this.#options.workerCount;
  }

  /** The sleigh workspace, once started. */
  get nws() {
    return this.#workplace.ws;
  }

  /** The workspace for what the program and its tasks want to exchange (`SleighUserNws` in tasks), once started. */
  get userNws() {
    return this.#workplace.userWs;
  }

  /**
   * Starts the workers, which the first task would do otherwise, and waits until all are ready.
   * @returns {Promise<void>}
   */
  async start() {
    if (this.#stopping) throw new SleighStoppedException('the Sleigh has been stopped');
    this.#starting ??= this.#workplace.open((error) => this.#failJobs(error));
    await this.#starting;
  }

  /**
   * Executes a function or code once for each element, in parallel.
   * @param {Function|string} fun a function, whose text is sent; or code, which sees its arguments as `SleighArguments`
   * @param {Iterable} [elementArgs] lists with the values of each varying argument; of one argument, the list itself
   * @param {Array<*>|*} [fixedArgs] further arguments, the same for each element
   * @param {import('./task-options.mjs').TaskOptions} [options]
   * @returns {Promise<Array<*>|*|SleighPending>} the results in the order of their elements, those of failed tasks as
   *   `SleighTaskException`; with an accumulator its value, or null
   * @throws {SleighIllegalValueException} arguments or options that make no sense
   */
  async eachElem(fun, elementArgs = [[]], fixedArgs = [], options = {}) {
    const { chunkSize = 1, ...others } = checkedOptions(options);
    const { record } = jobRecord(fun, Array.isArray(fixedArgs) ? fixedArgs : [fixedArgs], others, this.#known);
    const rows = argumentLists(elementArgs);
    const tasks = Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, i) => {
      const tag = i * chunkSize;
      return { variable: 'task', tag, args: rows.slice(tag, tag + chunkSize) };
    });
    return this.#run(record, tasks, others);
  }

  /**
   * Executes a function or code exactly once on every worker. For options see `using`.
   * @param {Function|string} fun as for `eachElem`
   * @param {...*} workerArgs its arguments, the same for all
   * @returns {Promise<Array<*>|*|SleighPending>} the results in the order of the workers' ranks
   */
  eachWorker(fun, ...workerArgs) {
    return this.#onEachWorker(fun, workerArgs, {});
  }

  /**
   * Defines functions and classes on every worker, under their names, for tasks to come. They may use each other.
   * @param {...(Function|string)} items a text is code with definitions
   * @returns {Promise<void>}
   * @throws {SleighIllegalValueException} one has no name, or uses what does not travel with it
   * @throws {import('./exceptions.mjs').SleighTaskException} a worker refused it
   */
  async define(...items) {
    await this.#onEachWorker(items, [], { type: 'define', collectErrors: false });
  }

  /**
   * Executes a function for each element of one or more iterables, which may be endless or asynchronous.
   * @param {Function|string} fun as for `eachElem`
   * @param {...*} iterables one for each argument; the shortest ends. Behind them may stand options
   * @returns {SleighResultIterator} over the results, in order
   * @throws {SleighIllegalValueException} arguments or options that make no sense
   */
  imap(fun, ...iterables) {
    const options = isOptions(iterables.at(-1)) ? iterables.pop() : {};
    return this.#iterate(fun, options, () => new ArgumentSource(iterables));
  }

  /**
   * As `imap`, for an iterable of lists of arguments.
   * @param {Function|string} fun as for `eachElem`
   * @param {Iterable<Iterable>|AsyncIterable<Iterable>} iterable
   * @param {import('./task-options.mjs').TaskOptions} [options]
   * @returns {SleighResultIterator}
   * @throws {SleighIllegalValueException} arguments or options that make no sense
   */
  starmap(fun, iterable, options = {}) {
    return this.#iterate(fun, options, () => ArgumentSource.ofLists(iterable));
  }

  /**
   * This Sleigh with options: `sleigh.using({ type: 'define', language: 'python' }).eachWorker(code)`.
   * @param {import('./task-options.mjs').TaskOptions} options
   * @returns {{eachElem: Function, eachWorker: Function, imap: Function, starmap: Function}}
   */
  using(options) {
    return {
      eachElem: (fun, elementArgs, fixedArgs, others) =>
        this.eachElem(fun, elementArgs, fixedArgs, { ...options, ...others }),
      eachWorker: (fun, ...workerArgs) => this.#onEachWorker(fun, workerArgs, options),
      imap: (fun, ...iterables) => this.imap(fun, ...iterables, options),
      starmap: (fun, iterable, others) => this.starmap(fun, iterable, { ...options, ...others }),
    };
  }

  /**
   * @param {object} [options]
   * @param {number} [options.timeout] seconds to wait for workers that are being replaced; 0 by default
   * @returns {Promise<{workers: number, closed: boolean}>} how many workers are there, and whether these are all that
   *   were asked for
   */
  async status({ timeout = 0 } = {}) {
    await this.start();
    const workers = await this.#workplace.present(timeout);
    return { workers: workers.length, closed: workers.length >= this.workerCount };
  }

  /**
   * @returns {Promise<Array<{rank: number, host: string, pid: number, name: string, version: string}>>} the workers
   *   that have joined, by rank; of a rank that was taken over, the last
   */
  async workerInfo() {
    await this.start();
    return this.#workplace.roll();
  }

  /**
   * Stops the workers and deletes both workspaces. What is still outstanding fails with `SleighStoppedException`.
   * @returns {Promise<void>}
   */
  async stop() {
    this.#stopping ??= this.#stop();
    await this.#stopping;
  }

  /** Stops at the end of an `await using` block. */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.stop();
  }

  /** @returns {string} */
  toString() {
    return `Sleigh of ${this.workerCount} workers`;
  }

  async #onEachWorker(fun, workerArgs, options) {
    const given = checkedOptions(options);
    const { record, names } = jobRecord(fun, workerArgs, given, this.#known);
    for (const name of names) this.#known.add(name);
    const task = (rank) => ({ variable: `task@${rank}`, tag: rank, args: [[]] });
    const tasks = Array.from({ length: this.workerCount }, (_, rank) => task(rank));
    const results = await this.#run(record, tasks, given);
    if (record.type === 'define') await this.#workplace.remember(record);
    return results;
  }

  async #run(record, tasks, { blocking = true, accumulator, collectErrors, loadFactor, signal }) {
    refuseUnsendable(record.fixed, tasks);
    const job = await this.#newJob(record, signal);
    const load = loadFactor && this.#load(loadFactor);
    const call = new SleighJob(job, tasks, { accumulator, collectErrors, load });
    const results = call.run();
    return blocking ? results : new SleighPending(call, results);
  }

  #iterate(fun, options, makeSource) {
    const { loadFactor = ITERATOR_LOAD, chunkSize = 1, collectErrors, signal, ...others } = iteratorOptions(options);
    const { record } = jobRecord(fun, [], others, this.#known);
    const how = { limit: this.#load(loadFactor) * chunkSize, chunkSize, collectErrors };
    return new SleighResultIterator(makeSource(), how).begin(this.#newJob(record, signal));
  }

  async #newJob(record, signal) {
    signal?.throwIfAborted();
    await this.start();
    signal?.throwIfAborted();
    const job = new Job(this.#workplace.board, record, () => {
      this.#jobs.delete(job);
      forget();
    });
    const forget = whenAborted(signal, () => job.fail(signal.reason));
    this.#jobs.add(job);
    if (this.#workplace.lost) job.fail(this.#workplace.lost);
    return job;
  }

  #load(loadFactor) {
    return Math.ceil(Math.max(loadFactor, 1) * this.workerCount);
  }

  async #stop() {
    await this.#starting?.catch(() => {});
    this.#failJobs(new SleighStoppedException('the Sleigh has been stopped'));
    await this.#workplace.close();
  }

  #failJobs(reason) {
    for (const job of this.#jobs) job.fail(reason);
  }
}

function isOptions(value) {
  return typeof value === 'object' && value !== null && !value[Symbol.iterator] && !value[Symbol.asyncIterator];
}
