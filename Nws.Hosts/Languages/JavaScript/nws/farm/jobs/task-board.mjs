const MOST_AT_A_TIME = 1000;

/** The sleigh workspace as the place where tasks hang and results come in, in the records of FARM.md. */
export class TaskBoard {
  #ws;
  #lastJob = 0;
  #lost = new Map();
  #most;

  /** @param {import('../../client/net-work-space.mjs').NetWorkSpace} ws the sleigh workspace */
  constructor(ws) {
    this.#ws = ws;
  }

  /**
   * Tells the workers what the tasks of a job do.
   * @param {object} record
   * @returns {Promise<number>} the job's number
   */
  async announce(record) {
    const number = ++this.#lastJob;
    await Promise.all([this.#ws.declare(`job@${number}`, 'single'), this.#ws.store(`job@${number}`, record)]);
    return number;
  }

  /**
   * Puts up tasks. One for a worker that will never come is answered at once.
   * @param {number} number of the job
   * @param {Array<{variable: string, tag: number, args: Array<Array<*>>}>} tasks
   * @param {number} [priority]
   * @returns {Promise<void>}
   */
  async post(number, tasks, priority) {
    const [records, answers] = [new Map(), []];
    for (const { variable, tag, args } of tasks) {
      const lost = this.#lost.get(variable);
      if (lost) answers.push(lostRecord(number, tag, lost));
      else if (records.has(variable)) records.get(variable).push({ job: number, tag, args });
      else records.set(variable, [{ job: number, tag, args }]);
    }
    const stores = [...records].map(([variable, those]) => this.#ws.storeAll(variable, those, { priority }));
    if (answers.length > 0) stores.push(this.#ws.storeAll(`result@${number}`, answers));
    await Promise.all(stores);
  }

  /**
   * Waits for results.
   * @param {number} number
   * @param {AbortSignal} [signal]
   * @returns {Promise<object[]>} their records, one or more
   */
  async results(number, signal) {
    this.#most ??= (await this.#ws.server.connection()).welcome.limits?.count ?? MOST_AT_A_TIME;
    return this.#ws.fetchMany(`result@${number}`, this.#most, { signal });
  }

  /** Deletes what is left of a job: its results, and what its tasks do; workers end and drop the tasks of a job that is gone. */
  async forget(number) {
    await Promise.allSettled([`job@${number}`, `result@${number}`].map((name) => this.#ws.deleteVar(name)));
  }

  /**
   * Answers for the worker of a rank that will never come, now and from now on.
   * @param {number} rank
   * @param {string} evidence
   * @returns {Promise<void>}
   */
  async lose(rank, evidence) {
    const variable = `task@${rank}`;
    this.#lost.set(variable, { rank, evidence });
    for (let task; (task = await this.#ws.fetchTry(variable, null, { lease: true }));) {
      const { job, tag } = task.value;
      await task.complete([[`result@${job}`, lostRecord(job, tag, { rank, evidence })]]);
    }
  }
}

function lostRecord(job, tag, { rank, evidence }) {
  const error = { type: 'WorkerLost', message: evidence, stack: '', language: 'nws' };
  return { job, tag, rank, values: [null], errors: new Map([[0, error]]), seconds: [0] };
}
