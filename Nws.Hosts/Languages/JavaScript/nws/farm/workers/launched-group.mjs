import { NwsServer } from '../../client/nws-server.mjs';
import { SleighException, SleighJoinException } from '../exceptions.mjs';
import { TaskBoard } from '../jobs/task-board.mjs';
import { isLocal } from '../launchers.mjs';
import { placesOf } from './places.mjs';
import { WorkerCommands } from './worker-commands.mjs';
import { WorkerCrew } from './worker-crew.mjs';

const JOIN_TIMEOUT = 60;
const LOOK_PAUSE = 2_000;
const TOO_LATE = -1;
const DELETE_ME = 'deleteMeWhenAllWorkersStarted';
const LOST = 'WorkerLost';

/** The workers that were started for a Sleigh, with the two workspaces they share with its program. */
export class LaunchedGroup {
  #options;
  #server;
  #crew;
  #members = new Map();
  #expected;
  #closed = false;

  /** The sleigh workspace. */
  ws;

  /** The workspace for the program and its tasks. */
  userWs;

  /** The tasks in the sleigh workspace. */
  board;

  /** How many tasks per worker a job may have under way. */
  mostTasksPerWorker = Infinity;

  /** @param {import('../sleigh-options.mjs').SleighOptions} options */
  constructor(options) {
    this.#options = options;
    this.#expected = placesOf(options).length;
  }

  /** How many workers there are to be; once the group is closed, how many there are. */
  get workerCount() {
    return this.#closed || this.#expected === 0 ? this.#members.size : this.#expected;
  }

  /** The workers that are known to have joined, by rank; of a rank that was taken over, the last. */
  get known() {
    return [...this.#members.values()].sort((one, other) => one.rank - other.rank);
  }

  /**
   * Makes the workspaces, starts the workers, and waits until all are ready, if that is wanted.
   * @param {(reason: Error) => void} onLost called when later no worker is left
   * @returns {Promise<void>}
   */
  async open(onLost) {
    const { nwsHost: host, nwsPort: port, token } = this.#options;
    this.#server = await NwsServer.connect({ host, port, token, grace: 0 });
    try {
      await this.#makeWorkspaces();
      const commands = this.#commands();
      await this.#offerRanks();
      this.#crew = this.#hire(commands);
      if (commands.count === 0) await this.#waitForPeople(commands.forPeople);
      else if (this.#options.waitForWorkers) await Promise.race([this.#everybodyJoins(), this.#nobodyFails()]);
    } catch (error) {
      await this.close();
      throw error;
    }
    this.#crew.lost.catch(onLost);
  }

  /**
   * Keeps up with workers that come and go, as long as a job runs: these are replaced in their places.
   * @returns {Promise<() => void>} to be called when it is over
   */
  async enter() {
    const timer = setInterval(() => this.#endFrozen().catch(() => {}), LOOK_PAUSE).unref();
    return () => clearInterval(timer);
  }

  /**
   * @returns {Promise<Array<object>>} the workers that have joined, by rank; of a rank that was taken over, the last
   */
  async roll() {
    for (let worker; (worker = await this.ws.fetchTry('joined'));) await this.#welcome(worker);
    return this.known;
  }

  /** @returns {Promise<number[]>} the ranks of all workers */
  async ranks() {
    const members = await this.roll();
    return this.#closed ? members.map(({ rank }) => rank) : Array.from({ length: this.#expected }, (_, rank) => rank);
  }

  /**
   * Tells somebody of the workers' ranks.
   * @param {(ranks: number[]) => void} tell
   * @returns {() => void} to be called when he has heard enough
   */
  watchRanks(tell) {
    tell(Array.from({ length: Math.max(this.#expected, this.#members.size) }, (_, rank) => rank));
    return () => {};
  }

  /**
   * @param {boolean} closeGroup let no further worker join, when the time is up
   * @param {number} timeout seconds to wait for workers that are missing
   * @returns {Promise<{workers: number, closed: boolean}>} how many are there, and whether no further one can join but
   *   in the place of a lost one
   */
  async status(closeGroup, timeout) {
    const end = performance.now() + timeout * 1000;
    for (;;) {
      const workers = (await this.roll()).filter((member) => this.#isThere(member)).length;
      const left = (end - performance.now()) / 1000;
      if (left <= 0 && closeGroup && !this.#closed) await this.#closeGroup();
      const isComplete = this.#closed && workers >= this.#crew.places;
      if (left <= 0 || isComplete) return { workers, closed: this.#closed };
      await this.#nextJoins(left);
    }
  }

  /**
   * Sees every record of a result as it comes: notes who is at work, and adds to the error of a task that took workers
   * with it how they ended.
   * @param {object} record
   * @returns {object}
   */
  examined(record) {
    this.#crew.worked(record.rank);
    const { errors } = record;
    if (!(errors instanceof Map)) return record;
    const ends = this.#crew.recentEnds();
    if (ends) for (const error of errors.values()) if (error.type === LOST) error.stack = `${ends}${error.stack ?? ''}`;
    return record;
  }

  /**
   * Keeps a definition that every worker has made for those that join later, in place of dead ones.
   * @param {object} record of its job
   * @returns {Promise<void>}
   */
  async remember({ language, code }) {
    await this.ws.store('definitions', { language, code });
  }

  /**
   * Ends the workers and deletes the workspaces.
   * @returns {Promise<void>}
   */
  async close() {
    // Without their workspace the workers have nothing to wait for, so they end.
    if (this.ws) await this.#server.deleteWs(this.ws.currentWs()).catch(() => {});
    await this.#crew?.disband();
    await this.#server?.close();
  }

  async #makeWorkspaces() {
    const { wsNameTemplate, userWsNameTemplate } = this.#options;
    this.ws = await this.#server.openWs(await this.#server.mktempWs(wsNameTemplate));
    this.userWs = await this.#server.openWs(await this.#server.mktempWs(userWsNameTemplate));
    this.board = new TaskBoard(this.ws);
  }

  #commands() {
    const workspaces = { sleigh: this.ws.currentWs(), user: this.userWs.currentWs() };
    return new WorkerCommands(this.#options, this.#server, workspaces);
  }

  #hire(commands) {
    return new WorkerCrew(commands, this.#options, {
      ended: () => this.roll(),
      gaveUp: (rank, evidence) => { this.board.lose(rank, evidence).catch(() => {}); },
    });
  }

  /** If nobody knows how many workers there will be, there is always one rank more. */
  async #offerRanks() {
    const ranks = Array.from({ length: Math.max(this.#expected, 1) }, (_, rank) => rank);
    await this.ws.declare('workerCount', 'single');
    if (this.#expected > 0) await this.ws.store('workerCount', this.#expected);
    await Promise.all(ranks.map((rank) => this.ws.store('rank', rank)));
  }

  async #everybodyJoins() {
    const patience = isLocal(this.#options.launch) ? JOIN_TIMEOUT : Infinity;
    while (!this.#closed) {
      if (await this.#nextJoins(patience)) continue;
      throw new SleighJoinException(`${this.#readiness}, and no other within ${patience} s`);
    }
  }

  async #nobodyFails() {
    try {
      await this.#crew.firstFailure;
    } catch (error) {
      if (error.constructor !== SleighException) throw error;
      throw new SleighJoinException(`a worker ended before it was ready (${this.#readiness}). ${error.message}`);
    }
  }

  get #readiness() {
    return `${this.#members.size} of ${this.#expected} workers joined`;
  }

  /** Tells people how to start workers, and waits until they say that all have started. */
  async #waitForPeople(command) {
    await this.ws.store('runMe', command);
    const started = new AbortController();
    const people = this.#deleted(DELETE_ME).finally(() => started.abort());
    while (!started.signal.aborted) await this.#nextJoins(Infinity, started.signal);
    await people;
    await this.#closeGroup();
    if (this.#members.size === 0) {
      throw new SleighJoinException('all workers were said to have started, but none has joined');
    }
  }

  /** Nobody stores such a variable: waiting for it makes it, and its deletion ends the wait. */
  async #deleted(variable) {
    try {
      await this.ws.find(variable);
    } catch (error) {
      if (error.code !== 'variable_deleted') throw error;
    }
  }

  /** @returns {Promise<boolean>} whether somebody has joined in time */
  async #nextJoins(timeout, signal) {
    try {
      const worker = await this.ws.fetchTry('joined', null, { timeout, signal });
      if (worker) await this.#welcome(worker);
      return worker !== null;
    } catch (error) {
      if (error === signal?.reason) return false;
      throw error;
    }
  }

  async #welcome(worker) {
    const isNew = !this.#members.has(worker.rank);
    this.#members.set(worker.rank, worker);
    if (typeof worker.place === 'number') this.#crew.joined(worker.place, worker.rank);
    if (this.#expected > 0) this.#closed ||= this.#members.size >= this.#expected;
    else if (isNew && !this.#closed) await this.ws.store('rank', worker.rank + 1);
  }

  /** Lets no further worker join, and goes on with those that have. */
  async #closeGroup() {
    for (let rank; (rank = await this.ws.fetchTry('rank')) !== null;) {
      await this.board.lose(rank, 'the group of workers was closed before this one had joined');
    }
    await this.ws.store('rank', TOO_LATE);
    await this.roll();
    this.#closed = true;
    await this.ws.store('workerCount', this.#members.size);
  }

  /** A worker whose process is there, but whose rank is free, has given no sign of life for long: it is replaced, for its own tasks wait. */
  async #endFrozen() {
    await this.roll();
    for await (const rank of this.ws.ifindTry('rank')) this.#crew.end(rank);
  }

  #isThere({ place, rank }) {
    return typeof place !== 'number' || this.#crew.has(rank);
  }
}
