/** The sleigh workspace as the place where tasks hang and results come in, in the records of FARM.md. */
export class TaskBoard {
  #ws;
  #lastJob = 0;
  #withdrawing = Promise.resolve();
  #lost = new Map();
  #desertion = new AbortController();

  /** @param {import('../client/net-work-space.mjs').NetWorkSpace} ws the sleigh workspace */
  constructor(ws) {
    this.#ws = ws;
  }

  /** Aborted when no worker is left. */
  get deserted() {
    return this.#desertion.signal;
  }

  /** Notes that no worker is left. */
  desert() {
    this.#desertion.abort();
  }

  /** @returns {number} of a new job */
  nextNumber() {
    return ++this.#lastJob;
  }

  /** Tells the workers what the tasks of a job do. */
  async announce(number, record) {
    await Promise.all([this.#ws.declare(`job@${number}`, 'single'), this.#ws.store(`job@${number}`, record)]);
  }

  /** Puts up a task. One for a worker that will never come is answered at once. */
  async post(number, { variable, tag, args }) {
    const lost = this.#lost.get(variable);
    if (lost) await this.#ws.store(`result@${number}`, lostRecord(number, tag, lost));
    else await this.#ws.store(variable, { job: number, tag, args });
  }

  /**
   * Waits for a result.
   * @param {number} number
   * @param {AbortSignal} [signal]
   * @returns {Promise<object>} its record
   */
  result(number, signal) {
    return this.#ws.fetch(`result@${number}`, { signal });
  }

  /** Deletes what is left of a job. */
  async forget(number) {
    await Promise.allSettled([`job@${number}`, `result@${number}`].map((name) => this.#ws.deleteVar(name)));
  }

  /**
   * Takes back the tasks of a job that no worker has begun.
   *
   * The tasks of other jobs are taken down and put up again: releasing a lease would count as an attempt, and a task
   * that has had too many is not run. One withdrawal at a time, or two would hand each other their tasks.
   * @param {number} number
   * @param {Iterable<string>} variables where they hang
   * @returns {Promise<number>} elements in them
   */
  withdraw(number, variables) {
    const withdrawn = this.#withdrawing.then(() => this.#withdraw(number, [...variables]));
    this.#withdrawing = withdrawn.catch(() => {});
    return withdrawn;
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

  async #withdraw(number, variables) {
    let elements = 0;
    const others = [];
    for (let task; variables.length > 0 && (task = await this.#ws.fetchTry(variables));) {
      if (task.value.job === number) elements += task.value.args.length;
      else others.push(task);
    }
    await Promise.all(others.map(({ variable, value }) => this.#ws.store(variable, value)));
    return elements;
  }
}

function lostRecord(job, tag, { rank, evidence }) {
  const error = { type: 'WorkerLost', message: evidence, stack: '', language: 'nws' };
  return { job, tag, rank, values: [null], errors: new Map([[0, error]]), seconds: [0] };
}
