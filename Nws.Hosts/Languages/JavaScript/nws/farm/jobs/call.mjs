/** One call of `eachElem` or `eachWorker`: its tasks run, and all their results are collected. */
export class Call {
  #job;
  #run;
  #collector;
  #output;

  /**
   * @param {import('./job.mjs').Job} job
   * @param {{run: (accept: Function) => Promise<void>}} run what brings tasks and results to and fro
   * @param {import('./result-collector.mjs').ResultCollector} collector
   * @param {import('./output-watch.mjs').OutputWatch} [output]
   */
  constructor(job, run, collector, output) {
    this.#job = job;
    this.#run = run;
    this.#collector = collector;
    this.#output = output;
  }

  /** How many elements have no result yet. */
  get outstanding() {
    return this.#collector.missing;
  }

  /** @returns {Promise<*>} the results in the order of their elements; with an accumulator, its value or null */
  async run() {
    try {
      await this.#run.run((outcomes) => this.#collector.accept(outcomes));
      await this.#output?.end();
    } catch (error) {
      const reason = this.#job.explained(error);
      this.#job.abandon(reason); // the caller need not wait for that
      this.#output?.end().catch(() => {});
      throw reason;
    }
    await this.#job.close();
    return this.#collector.results();
  }
}
