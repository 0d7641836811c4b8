import { NwsNoWorkSpaceException } from '../../client/exceptions.mjs';
import { NwsServer } from '../../client/nws-server.mjs';
import { SleighIllegalValueException, SleighNwsException } from '../exceptions.mjs';
import { FarmBoard } from '../jobs/farm-board.mjs';

// So that masters take turns.
const MOST_TASKS_PER_WORKER = 32;

/** A farm that stays, to which any number of programs attach. Its keeper starts and replaces the workers. */
export class StandingFarm {
  #name;
  #options;
  #server;
  #own;
  #members = [];
  #watchers = new Set();
  #following;

  /** The farm's workspace. */
  ws;

  /** The workspace for the programs and their tasks. */
  userWs;

  /** The tasks in the farm's workspace. */
  board;

  /** How many tasks per worker a job may have under way. */
  mostTasksPerWorker = MOST_TASKS_PER_WORKER;

  /**
   * @param {string} name
   * @param {{nwsHost?: string, nwsPort?: number, token?: string}} options
   */
  constructor(name, options) {
    this.#name = name;
    this.#options = options;
  }

  /** How many workers are present. */
  get workerCount() {
    return this.#members.length;
  }

  /** The workers that are known to be present, by rank. */
  get known() {
    return this.#members;
  }

  /**
   * Connects, and makes a workspace by which the farm notices the end of this program.
   * @returns {Promise<void>}
   * @throws {SleighNwsException} there is no such farm
   */
  async open() {
    const { nwsHost: host, nwsPort: port, token } = this.#options;
    this.#server = await NwsServer.connect({ host, port, token, grace: 0 });
    try {
      this.ws = await this.#use(`farm ${this.#name}`);
      this.userWs = await this.#use(`farm ${this.#name} user`);
      this.#own = await this.#server.openWs(await this.#server.mktempWs(`farm ${this.#name} master %d`));
      this.board = new FarmBoard(this.ws, this.#own.currentWs());
      await this.roll();
    } catch (error) {
      await this.#server.close();
      throw error;
    }
  }

  /** @returns {Promise<Array<object>>} the workers that are present, by rank */
  async roll() {
    this.#noteMembers(await this.ws.findTry('members', []));
    return this.#members;
  }

  /** @returns {Promise<number[]>} the ranks of the workers that are present */
  async ranks() {
    return (await this.roll()).map(({ rank }) => rank);
  }

  /**
   * Keeps up with workers that come and go, as long as a job runs.
   * @returns {Promise<() => void>} to be called when it is over
   */
  async enter() {
    await this.roll();
    return this.watchRanks(() => {});
  }

  /**
   * Tells somebody of the workers' ranks, now and whenever another comes, until he has heard enough.
   * @param {(ranks: number[]) => void} tell
   * @returns {() => void} to be called then
   */
  watchRanks(tell) {
    tell(this.#members.map(({ rank }) => rank));
    this.#watchers.add(tell);
    this.#following ??= this.#follow();
    return () => {
      this.#watchers.delete(tell);
      if (this.#watchers.size > 0) return;
      this.#following?.return();
      this.#following = undefined;
    };
  }

  /**
   * @param {boolean} closeGroup
   * @returns {Promise<{workers: number, closed: boolean}>} how many are present; others may always join
   * @throws {SleighIllegalValueException} the group is to be closed
   */
  async status(closeGroup) {
    if (closeGroup) {
      throw new SleighIllegalValueException(`the farm '${this.#name}' stays open: workers may always join`);
    }
    return { workers: (await this.roll()).length, closed: false };
  }

  /**
   * @param {object} record of a result
   * @returns {object} the same: what became of lost workers, the farm's keeper tells
   */
  examined(record) {
    return record;
  }

  /**
   * Keeps a definition that every worker has made for those that join later.
   * @param {object} record of its job
   * @returns {Promise<void>}
   */
  async remember({ language, code }) {
    await this.ws.store('definitions', { language, code });
  }

  /**
   * Detaches; the farm stays.
   * @returns {Promise<void>}
   */
  async close() {
    await this.#server?.close();
  }

  async #use(wsName) {
    try {
      return await this.#server.useWs(wsName, { create: false });
    } catch (error) {
      if (!(error instanceof NwsNoWorkSpaceException)) throw error;
      const { host, port } = this.#server;
      throw new SleighNwsException(`there is no farm '${this.#name}' at ${host}:${port}; start one with: `
        + `nws farm start ${this.#name}`, { cause: error });
    }
  }

  /** Hears of workers that come and go, as long as somebody is interested. */
  #follow() {
    const members = this.ws.ifind('members');
    const hear = async () => {
      for await (const list of members) {
        this.#noteMembers(list);
        for (const tell of this.#watchers) tell(this.#members.map(({ rank }) => rank));
      }
    };
    // The end of the farm ends the calls that go on there, too.
    hear().catch(() => {});
    return members;
  }

  #noteMembers(list) {
    this.#members = [...list].sort((one, other) => one.rank - other.rank);
  }
}
