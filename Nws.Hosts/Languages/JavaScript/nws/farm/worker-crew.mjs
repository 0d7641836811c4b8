import { SleighException } from './exceptions.mjs';
import { WorkerProcess } from './worker-process.mjs';

const STOP_DEADLINE = 10_000;
const REPLACEMENTS_PER_WORKER = 3;

/**
 * The workers of a Sleigh on this machine. One that dies is replaced; the newcomer takes over its rank and its task.
 */
export class WorkerCrew {
  #workers = new Set();
  #startWorker;
  #replacementsLeft;
  #stopping = false;
  #lose;

  /**
   * Rejected when a worker died and is not replaced any more.
   * @type {Promise<never>}
   */
  lost = new Promise((_, reject) => { this.#lose = reject; });

  /**
   * @param {number} count
   * @param {string[]} args of the `nws` command
   * @param {object} options see `WorkerProcess`
   */
  constructor(count, args, options) {
    this.#startWorker = () => new WorkerProcess(args, options);
    this.lost.catch(() => {});
    this.killAll = this.killAll.bind(this);
    process.on('exit', this.killAll);
    // Until all have joined there is no point in replacing: what ended the first would end the next.
    this.#replacementsLeft = 0;
    for (let i = 0; i < count; i++) this.#employ();
  }

  /** From now on, workers that die are replaced. */
  replaceTheDead() {
    this.#replacementsLeft = REPLACEMENTS_PER_WORKER * this.#workers.size;
  }

  /**
   * Waits for the end of all workers, whose workspace is gone; those that take too long are killed.
   * @returns {Promise<void>}
   */
  async disband() {
    this.#stopping = true;
    const timer = setTimeout(this.killAll, STOP_DEADLINE);
    for (const worker of this.#workers) worker.ref();
    await Promise.allSettled([...this.#workers].map((worker) => worker.ended));
    clearTimeout(timer);
    process.off('exit', this.killAll);
  }

  /** Ends all workers by force. */
  killAll() {
    this.#stopping = true;
    for (const worker of this.#workers) worker.kill();
  }

  #employ() {
    const worker = this.#startWorker();
    this.#workers.add(worker);
    worker.ended.then((how) => this.#left(worker, new SleighException(how)), (error) => this.#left(worker, error));
  }

  #left(worker, reason) {
    this.#workers.delete(worker);
    if (this.#stopping) return;
    if (this.#replacementsLeft-- > 0) this.#employ();
    else this.#lose(reason);
  }
}
