import { TaskBoard } from './task-board.mjs';

/** The workspace of a farm that stays, where the jobs of many programs hang side by side. */
export class FarmBoard extends TaskBoard {
  #ws;
  #owner;

  /**
   * @param {import('../../client/net-work-space.mjs').NetWorkSpace} ws the farm's workspace
   * @param {string} owner the workspace that ends with this program; then the farm takes its jobs away
   */
  constructor(ws, owner) {
    super(ws);
    this.#ws = ws;
    this.#owner = owner;
  }

  /**
   * Tells the workers what the tasks of a job do, and the farm whose job it is.
   * @param {object} record
   * @param {number|null} [tasks] how many tasks there will be, if that is known
   * @returns {Promise<number>} the job's number
   */
  async announce(record, tasks = null) {
    const next = await this.#ws.fetch('nextJob', { lease: true });
    const job = next.value;
    const entry = { job, owner: this.#owner, language: record.language, tasks, since: new Date() };
    await next.complete([['nextJob', job + 1], ['jobs', entry], [`job@${job}`, record]]);
    return job;
  }

  /**
   * Deletes what is left of a job, and tells the farm that it is over.
   * @param {number} job
   * @returns {Promise<void>}
   */
  async forget(job) {
    await super.forget(job);
    await this.#ws.store('over', { job, over: true }).catch(() => {});
  }
}
