import { NwsDateTime } from '../values/nws-date-time.mjs';
import { ArgumentSource } from './jobs/elements.mjs';
import { Dispatcher } from './jobs/dispatcher.mjs';
import { SleighIllegalValueException, SleighStoppedException } from './exceptions.mjs';
import { checked, IS } from './options.mjs';
import { sleighOptions } from './sleigh-options.mjs';
import { LaunchedGroup } from './workers/launched-group.mjs';
import { StandingFarm } from './workers/standing-farm.mjs';

const OPTIONS_OF_STATUS = {
  closeGroup: IS.trueOrFalse,
  timeout: [(value) => typeof value === 'number' && value >= 0, 'a number of seconds'],
};
const OPTIONS_OF_ATTACHING = { nwsHost: IS.aText, nwsPort: IS.positiveInteger, token: IS.aText };

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
  #group;
  #dispatcher;
  #starting;
  #stopping;

  /**
   * @param {import('./sleigh-options.mjs').SleighOptions|StandingFarm} [options] a farm comes from `attach`
   * @throws {SleighIllegalValueException} an unknown option, or a value that makes no sense
   */
  constructor(options = {}) {
    this.#group = options instanceof StandingFarm ? options : new LaunchedGroup(sleighOptions(options));
    this.#dispatcher = new Dispatcher(this.#group, () => this.start());
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

  /**
   * Attaches to a farm that stays, which `nws farm start` has started. Any number of programs may; `stop` detaches.
   * @param {string} name of the farm
   * @param {{nwsHost?: string, nwsPort?: number, token?: string}} [options] where its server is
   * @returns {Promise<Sleigh>}
   * @throws {import('./exceptions.mjs').SleighNwsException} there is no such farm
   * @throws {import('../client/exceptions.mjs').NwsConnectException} there is no server
   */
  static async attach(name, options = {}) {
    if (typeof name !== 'string' || name === '') {
      throw new SleighIllegalValueException(`the name of a farm is a text, not ${name}`);
    }
    const sleigh = new Sleigh(new StandingFarm(name, checked('attach', options, OPTIONS_OF_ATTACHING)));
    await sleigh.start();
    return sleigh;
  }

  /**
   * How many workers the Sleigh was made for; of a group that was closed before all had joined, and of a farm that
   * stays: how many there are.
   */
  get workerCount() {
    return this.#group.workerCount;
  }

  /** The sleigh workspace, once started. */
  get nws() {
    return this.#group.ws;
  }

  /** The workspace for what the program and its tasks want to exchange (`SleighUserNws` in tasks), once started. */
  get userNws() {
    return this.#group.userWs;
  }

  /**
   * Starts the workers, which the first task would do otherwise, and waits until all are ready.
   * @returns {Promise<void>}
   */
  async start() {
    if (this.#stopping) throw new SleighStoppedException('the Sleigh has been stopped');
    this.#starting ??= this.#group.open((error) => this.#dispatcher.fail(error));
    await this.#starting;
  }

  /**
   * Executes a function or code once for each element, in parallel.
   * @param {Function|string} fun a function, whose text is sent; or code, which sees its arguments as `SleighArguments`
   * @param {Iterable|Map|object} [elementArgs] lists with the values of each varying argument; of one argument, the
   *   list itself. Of a Map or plain object each value is an element, and its result comes back under its name
   * @param {Array<*>|*} [fixedArgs] further arguments, the same for each element
   * @param {import('./task-options.mjs').TaskOptions} [options]
   * @returns {Promise<Array<*>|Map|object|SleighPending>} the results in the order of their elements, those of failed
   *   tasks as `SleighTaskException`; with an accumulator its value, or null
   * @throws {SleighIllegalValueException} arguments or options that make no sense
   */
  async eachElem(fun, elementArgs = [[]], fixedArgs = [], options = {}) {
    return this.#dispatcher.eachElem(fun, elementArgs, fixedArgs, options);
  }

  /**
   * Executes a function or code exactly once on every worker. For options see `using`; with `tags`, on every worker
   * that has them.
   * @param {Function|string} fun as for `eachElem`
   * @param {...*} workerArgs its arguments, the same for all
   * @returns {Promise<Array<*>|*|SleighPending>} the results in the order of the workers' ranks
   */
  eachWorker(fun, ...workerArgs) {
    return this.#dispatcher.eachWorker(fun, workerArgs, {});
  }

  /**
   * Defines functions and classes on every worker, under their names, for tasks to come. They may use each other.
   * @param {...(Function|string)} items a text is code with definitions
   * @returns {Promise<void>}
   * @throws {SleighIllegalValueException} one has no name, or uses what does not travel with it
   * @throws {import('./exceptions.mjs').SleighTaskException} a worker refused it
   */
  async define(...items) {
    await this.#dispatcher.eachWorker(items, [], { type: 'define', collectErrors: false });
  }

  /**
   * Gives the tasks of all later calls a variable, in every language. Those that are under way do not see it.
   * @param {string} name
   * @param {*} value
   * @returns {Promise<void>}
   * @throws {SleighIllegalValueException} the name is none of a variable in every language
   */
  async export(name, value) {
    await this.#dispatcher.export(name, { value });
  }

  /**
   * Takes a variable away from the tasks of all later calls.
   * @param {string} name
   * @returns {Promise<void>}
   */
  async unexport(name) {
    await this.#dispatcher.export(name, {});
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
    return this.#dispatcher.iterate(fun, options, () => new ArgumentSource(iterables));
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
    return this.#dispatcher.iterate(fun, options, () => ArgumentSource.ofLists(iterable));
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
      eachWorker: (fun, ...workerArgs) => this.#dispatcher.eachWorker(fun, workerArgs, options),
      imap: (fun, ...iterables) => this.imap(fun, ...iterables, options),
      starmap: (fun, iterable, others) => this.starmap(fun, iterable, { ...options, ...others }),
    };
  }

  /**
   * How many workers are there, and whether the group is closed, so that no further one can join but in the place of a
   * lost one. It closes by itself when all have joined.
   * @param {boolean|{closeGroup?: boolean, timeout?: number}} [closeGroup] close it, after the time, with those that
   *   have joined; false by default
   * @param {number} [timeout] seconds to wait for workers that are missing; 0 by default
   * @returns {Promise<{workers: number, closed: boolean}>}
   */
  async status(closeGroup = false, timeout = 0) {
    if (typeof closeGroup === 'object') return this.status(closeGroup.closeGroup, closeGroup.timeout);
    const how = checked('status', { closeGroup, timeout }, OPTIONS_OF_STATUS);
    await this.start();
    return this.#group.status(how.closeGroup, how.timeout);
  }

  /**
   * @returns {Promise<Array<{rank: number, place: number|null, host: string, pid: number, name: string, version: string,
   *   os: string, cores: number, tags: string[], languages: string[], since: Date}>>} the workers that have joined, by
   *   rank; of a rank that was taken over, the last
   */
  async workerInfo() {
    await this.start();
    const toDate = (instant) => instant instanceof NwsDateTime ? instant.toDate() : instant;
    return (await this.#group.roll()).map(({ since, ...worker }) => ({ ...worker, since: toDate(since) }));
  }

  /**
   * Stops the workers and deletes both workspaces; detaches from a farm that stays. What is still outstanding fails
   * with `SleighStoppedException`.
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

  async #stop() {
    await this.#starting?.catch(() => {});
    this.#dispatcher.fail(new SleighStoppedException('the Sleigh has been stopped'));
    await this.#group.close();
  }
}

function isOptions(value) {
  return typeof value === 'object' && value !== null && !value[Symbol.iterator] && !value[Symbol.asyncIterator];
}
