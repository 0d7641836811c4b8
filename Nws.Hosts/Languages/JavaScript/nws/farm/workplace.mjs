import { NwsServer } from '../client/nws-server.mjs';
import { SleighException, SleighJoinException } from './exceptions.mjs';
import { TaskBoard } from './task-board.mjs';
import { WorkerCrew } from './worker-crew.mjs';

const JOIN_TIMEOUT = 60;
const RANK_TIMEOUT = 10;

/** Where a Sleigh works: two workspaces on a server, and the workers that were started for them. */
export class Workplace {
  #options;
  #server;
  #crew;
  #joined = new Map();

  /** The sleigh workspace. */
  ws;

  /** The workspace for the program and its tasks. */
  userWs;

  /** The tasks in the sleigh workspace. */
  board;

  /** Why no worker is left, if none is. */
  lost;

  /** @param {import('./sleigh-options.mjs').SleighOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /**
   * Makes the workspaces, starts the workers, and waits until all are ready.
   * @param {(reason: Error) => void} onLost called when later no worker is left
   * @returns {Promise<void>}
   */
  async open(onLost) {
    const { nwsHost: host, nwsPort: port, token, wsNameTemplate, userWsNameTemplate } = this.#options;
    this.#server = await NwsServer.connect({ host, port, token });
    try {
      this.ws = await this.#server.openWs(await this.#server.mktempWs(wsNameTemplate));
      this.userWs = await this.#server.openWs(await this.#server.mktempWs(userWsNameTemplate));
      this.board = new TaskBoard(this.ws);
      await this.#announce();
      this.#crew = this.#hire();
      await Promise.race([this.#everybodyJoins(), this.#crew.lost]);
    } catch (error) {
      await this.close();
      throw error;
    }
    this.#crew.replaceTheDead();
    this.#crew.lost.catch((error) => {
      this.lost = new SleighException(`no worker is left: ${error.message}`, { cause: error });
      onLost(this.lost);
    });
  }

  /**
   * @returns {Promise<Array<object>>} the workers that have joined, by rank; of a rank that was taken over, the last
   */
  async roll() {
    for (let worker; (worker = await this.ws.fetchTry('joined'));) this.#joined.set(worker.rank, worker);
    return [...this.#joined.values()].sort((one, other) => one.rank - other.rank);
  }

  /**
   * @param {number} timeout seconds to wait for those who are missing
   * @returns {Promise<Array<object>>} the workers that are there
   */
  async present(timeout) {
    const end = performance.now() + timeout * 1000;
    for (;;) {
      const workers = (await this.roll()).filter(({ pid }) => this.#crew.has(pid));
      const left = (end - performance.now()) / 1000;
      if (workers.length >= this.#options.workerCount || left <= 0) return workers;
      const worker = await this.ws.fetchTry('joined', null, { timeout: left });
      if (worker) this.#joined.set(worker.rank, worker);
    }
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

  async #announce() {
    const { workerCount } = this.#options;
    const ranks = Array.from({ length: workerCount }, (_, rank) => this.ws.store('rank', rank));
    await Promise.all([
      this.ws.declare('workerCount', 'single'), this.ws.store('workerCount', workerCount), ...ranks,
    ]);
  }

  #hire() {
    const { workerCount, token, modulePath, workingDir: cwd, verbose } = this.#options;
    const server = `${this.#server.host}:${this.#server.port}`;
    const args = ['worker', '--server', server, '--sleigh', this.ws.currentWs(), '--user', this.userWs.currentWs()];
    if (modulePath) args.push('--module-path', modulePath);
    const env = { ...process.env, ...token && { NWS_TOKEN: token } };
    return new WorkerCrew(workerCount, args, { env, cwd, verbose }, {
      died: (pid) => this.#workerDied(pid),
      gaveUp: (reason) => { this.#loseRank(reason.message).catch(() => {}); },
    });
  }

  async #everybodyJoins() {
    const { workerCount } = this.#options;
    while (this.#joined.size < workerCount) {
      const worker = await this.ws.fetchTry('joined', null, { timeout: JOIN_TIMEOUT });
      if (!worker) {
        const joined = `${this.#joined.size} of ${workerCount} workers joined`;
        throw new SleighJoinException(`${joined}, and no other within ${JOIN_TIMEOUT} s`);
      }
      this.#joined.set(worker.rank, worker);
    }
  }

  /** @returns {Promise<boolean>} whether it had joined */
  async #workerDied(pid) {
    return (await this.roll()).some((joined) => joined.pid === pid);
  }

  async #loseRank(evidence) {
    const rank = await this.ws.fetchTry('rank', null, { timeout: RANK_TIMEOUT });
    if (rank !== null) await this.board.lose(rank, evidence);
  }
}
