/** Brings one task to each worker, and the results back. */
export class WorkerRun {
  #job;
  #ranks;

  /**
   * @param {import('./job.mjs').Job} job the tasks belong to
   * @param {number[]} ranks of the workers
   */
  constructor(job, ranks) {
    this.#job = job;
    this.#ranks = ranks;
  }

  /**
   * @param {(outcomes: import('./job.mjs').Outcome[]) => void} accept takes results as they come
   * @returns {Promise<void>} settled when all have come
   */
  async run(accept) {
    await this.#job.submit(this.#ranks.map((rank) => ({ variable: `task@${rank}`, tag: rank, args: [[]] })));
    while (this.#job.outstanding.count > 0) {
      accept((await this.#job.take()).flatMap(({ outcomes }) => outcomes));
    }
  }
}
