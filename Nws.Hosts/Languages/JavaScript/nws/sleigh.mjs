import { NwsServer } from './client/nws-server.mjs';
import { argumentLists } from './farm/element-args.mjs';
import { SleighException, SleighIllegalValueException, SleighStoppedException } from './farm/exceptions.mjs';
import { SleighJob } from './farm/sleigh-job.mjs';
import { SleighPending } from './farm/sleigh-pending.mjs';
import { checkedOptions, jobRecord } from './farm/task-options.mjs';
import { WorkerCrew } from './farm/worker-crew.mjs';

const JOIN_TIMEOUT = 60;

/**
 * Options of a Sleigh.
 * @typedef {object} SleighOptions
 * @property {number} [workerCount] workers to start on this machine; 3 by default
 * @property {string} [nwsHost] of the server; by default that of `NWS_SERVER`, else `localhost`
 * @property {number} [nwsPort] of the server; by default that of `NWS_SERVER`, else 8765
 * @property {string} [token] of the server; by default `NWS_TOKEN`
 * @property {string} [modulePath] directory in which workers search modules first
 * @property {string} [workingDir] of the workers; by default that of this program
 * @property {boolean} [verbose] pass on what workers and tasks print, to stderr
 * @property {string} [wsNameTemplate] name of the sleigh workspace, with one `%d`
 * @property {string} [userWsNameTemplate] name of the users' workspace, with one `%d`
 */
const DEFAULTS = {
  workerCount: 3,
  nwsHost: undefined,
  nwsPort: undefined,
  token: undefined,
  modulePath: undefined,
  workingDir: undefined,
  verbose: false,
  wsNameTemplate: 'sleigh_ride_%04d',
  userWsNameTemplate: 'sleigh_user_%04d',
};

/**
 * A crew of workers that execute tasks in parallel. The first task starts the workers.
 *
 * ```js
 * const sleigh = new Sleigh({ workerCount: 4 });
 * const squares = await sleigh.eachElem((x) => x * x, [1, 2, 3]);
 * await sleigh.stop();
 * ```
 */
export class Sleigh {
  #options;
  #starting;
  #stopping;
  #crew;
  #server;
  #ws;
  #userWs;
  #jobs = new Set();
  #lastJob = 0;
  #joined = new Map();

  /**
   * @param {SleighOptions} [options]
   * @throws {SleighIllegalValueException} an unknown option, or a value that makes no sense
   */
  constructor(options = {}) {
    const unknown = Object.keys(options).find((name) => !Object.hasOwn(DEFAULTS, name));
    if (unknown) {
      const known = Object.keys(DEFAULTS).join(', ');
      throw new SleighIllegalValueException(`'${unknown}' is not an option of a Sleigh; there are ${known}`);
    }
    this.#options = { ...DEFAULTS, ...options };
    const { workerCount } = this.#options;
    if (!Number.isInteger(workerCount) || workerCount < 1) {
      throw new SleighIllegalValueException(`workerCount is a positive whole number, not ${workerCount}`);
    }
  }

  /**
   * Starts the workers at once, and waits until all are ready.
   * @param {SleighOptions} [options]
   * @returns {Promise<Sleigh>}
   * @throws {SleighException} the workers cannot be started
   * @throws {import('./client/exceptions.mjs').NwsConnectException} there is no server
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
    return this.#ws;
  }

  /** The workspace for what the program and its tasks want to exchange (`SleighUserNws` in tasks), once started. */
  get userNws() {
    return this.#userWs;
  }

  /**
   * Starts the workers, which the first task would do otherwise, and waits until all are ready.
   * @returns {Promise<void>}
   */
  async start() {
    if (this.#stopping) throw new SleighStoppedException('the Sleigh has been stopped');
    this.#starting ??= this.#start();
    await this.#starting;
  }

  /**
   * Executes a function or code once for each element, in parallel.
   * @param {Function|string} fun a function, whose text is sent; or code, which sees its arguments as `SleighArguments`
   * @param {Iterable} [elementArgs] lists with the values of each varying argument; of one argument, the list itself
   * @param {Array<*>|*} [fixedArgs] further arguments, the same for each element
   * @param {import('./farm/task-options.mjs').TaskOptions} [options]
   * @returns {Promise<Array<*>|null|SleighPending>} the results in the order of their elements, those of failed tasks
   *   as `SleighTaskException`; null with an accumulator
   * @throws {SleighIllegalValueException} arguments or options that make no sense
   */
  eachElem(fun, elementArgs = [[]], fixedArgs = [], options = {}) {
    return this.#run(fun, fixedArgs, options, ({ chunkSize = 1 }) => {
      const rows = argumentLists(elementArgs);
      const count = Math.ceil(rows.length / chunkSize);
      return Array.from({ length: count }, (_, i) => {
        const tag = i * chunkSize;
        return { variable: 'task', tag, args: rows.slice(tag, tag + chunkSize) };
      });
    });
  }

  /**
   * Executes a function or code exactly once on every worker. For options see `using`.
   * @param {Function|string} fun as for `eachElem`
   * @param {...*} workerArgs its arguments, the same for all
   * @returns {Promise<Array<*>|null|SleighPending>} the results in the order of the workers' ranks
   */
  eachWorker(fun, ...workerArgs) {
    return this.#onEachWorker(fun, workerArgs, {});
  }

  /**
   * This Sleigh with options: `sleigh.using({ type: 'define', language: 'python' }).eachWorker(code)`.
   * @param {import('./farm/task-options.mjs').TaskOptions} options
   * @returns {{eachElem: Function, eachWorker: Function}}
   */
  using(options) {
    return {
      eachElem: (fun, elementArgs, fixedArgs, others) =>
        this.eachElem(fun, elementArgs, fixedArgs, { ...options, ...others }),
      eachWorker: (fun, ...workerArgs) => this.#onEachWorker(fun, workerArgs, options),
    };
  }

  /**
   * @returns {Promise<{workers: number, closed: boolean}>} how many workers have joined, and whether these are all that
   *   were asked for
   */
  async status() {
    const workers = await this.workerInfo();
    return { workers: workers.length, closed: workers.length >= this.workerCount };
  }

  /**
   * @returns {Promise<Array<{rank: number, host: string, pid: number, name: string, version: string}>>} the workers
   *   that have joined, by rank; of a rank that was taken over, the last
   */
  async workerInfo() {
    await this.start();
    for (let worker; (worker = await this.#ws.fetchTry('joined'));) this.#joined.set(worker.rank, worker);
    return [...this.#joined.values()].sort((one, other) => one.rank - other.rank);
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

  #onEachWorker(fun, workerArgs, options) {
    const task = (rank) => ({ variable: `task@${rank}`, tag: rank, args: [[]] });
    const tasks = Array.from({ length: this.workerCount }, (_, rank) => task(rank));
    return this.#run(fun, workerArgs, options, () => tasks);
  }

  async #run(fun, fixedArgs, options, makeTasks) {
    const { blocking = true, accumulator, loadFactor, ...others } = checkedOptions(options);
    const record = jobRecord(fun, Array.isArray(fixedArgs) ? fixedArgs : [fixedArgs], others);
    const tasks = makeTasks(others);
    await this.start();
    const load = loadFactor && Math.ceil(Math.max(loadFactor, 1) * this.workerCount);
    const job = new SleighJob(this.#ws, ++this.#lastJob, tasks, { accumulator, load });
    this.#jobs.add(job);
    const results = job.run(record).finally(() => this.#jobs.delete(job));
    return blocking ? results : new SleighPending(job, results);
  }

  async #start() {
    const { nwsHost: host, nwsPort: port, token, wsNameTemplate, userWsNameTemplate } = this.#options;
    this.#server = await NwsServer.connect({ host, port, token });
    try {
      this.#ws = await this.#server.openWs(await this.#server.mktempWs(wsNameTemplate));
      this.#userWs = await this.#server.openWs(await this.#server.mktempWs(userWsNameTemplate));
      await this.#announce();
      this.#crew = this.#hire();
      await Promise.race([this.#everybodyJoins(), this.#crew.lost]);
    } catch (error) {
      await this.#dismantle();
      throw error;
    }
    this.#crew.replaceTheDead();
    this.#crew.lost.catch((error) => this.#failJobs(error));
  }

  async #announce() {
    await this.#ws.declare('workerCount', 'single');
    await this.#ws.store('workerCount', this.workerCount);
    for (let rank = 0; rank < this.workerCount; rank++) await this.#ws.store('rank', rank);
  }

  #hire() {
    const { token, modulePath, workingDir: cwd, verbose } = this.#options;
    const server = `${this.#server.host}:${this.#server.port}`;
    const args = ['worker', '--server', server, '--sleigh', this.#ws.currentWs(), '--user', this.#userWs.currentWs()];
    if (modulePath) args.push('--module-path', modulePath);
    const env = { ...process.env, ...token && { NWS_TOKEN: token } };
    return new WorkerCrew(this.workerCount, args, { env, cwd, verbose });
  }

  async #everybodyJoins() {
    while (this.#joined.size < this.workerCount) {
      const worker = await this.#ws.fetchTry('joined', null, { timeout: JOIN_TIMEOUT });
      if (!worker) {
        const joined = `${this.#joined.size} of ${this.workerCount} workers joined`;
        throw new SleighException(`${joined}, and no other within ${JOIN_TIMEOUT} s`);
      }
      this.#joined.set(worker.rank, worker);
    }
  }

  async #stop() {
    await this.#starting?.catch(() => {});
    this.#failJobs(new SleighStoppedException('the Sleigh has been stopped'));
    await this.#dismantle();
  }

  #failJobs(reason) {
    for (const job of this.#jobs) job.fail(reason);
  }

  /** Without their workspace the workers have nothing to wait for, so they end. */
  async #dismantle() {
    if (this.#ws) await this.#server.deleteWs(this.#ws.currentWs()).catch(() => {});
    await this.#crew?.disband();
    await this.#server?.close();
  }
}
