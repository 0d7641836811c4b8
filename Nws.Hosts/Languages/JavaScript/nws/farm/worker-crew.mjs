import { SleighException } from './exceptions.mjs';
import { WorkerProcess } from './worker-process.mjs';

const STOP_DEADLINE = 10_000;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;
const LONG_LIFE = 10_000;
const ATTEMPTS_TO_JOIN = 5;

const crews = new Set();

/**
 * The workers of a Sleigh on this machine. One that dies is replaced; the newcomer takes over its rank and its task.
 *
 * The first replacement comes at once. Where workers go on dying young, each next one comes later; where several in a
 * row do not even join, the place is given up.
 */
export class WorkerCrew {
  #workers = new Set();
  #timers = new Set();
  #places;
  #startWorker;
  #events;
  #replacing = false;
  #stopping = false;
  #lose;

  /**
   * Rejected when no worker is left and none will come, with what the last one said.
   * @type {Promise<never>}
   */
  lost = new Promise((_, reject) => { this.#lose = reject; });

  /**
   * @param {number} count
   * @param {string[]} args of the `nws` command
   * @param {object} options see `WorkerProcess`
   * @param {object} events
   * @param {(pid: number) => Promise<boolean>} events.died called before a worker is replaced; whether it had joined
   * @param {(reason: Error) => void} events.gaveUp called when one is not replaced, although others are there
   */
  constructor(count, args, options, events) {
    this.#places = count;
    this.#startWorker = () => new WorkerProcess(args, options);
    this.#events = events;
    this.lost.catch(() => {});
    endAtExit(this);
    for (let i = 0; i < count; i++) this.#employ({ young: 0, unjoined: 0 });
  }

  /** From now on, workers that die are replaced. Before all have joined, what ended the first would end the next. */
  replaceTheDead() {
    this.#replacing = true;
  }

  /** @returns {boolean} whether the worker with that process id is there */
  has(pid) {
    return [...this.#workers].some((worker) => worker.pid === pid);
  }

  /**
   * Waits for the end of all workers, whose workspace is gone; those that take too long are killed.
   * @returns {Promise<void>}
   */
  async disband() {
    this.#stopping = true;
    this.#timers.forEach(clearTimeout);
    const timer = setTimeout(() => this.killAll(), STOP_DEADLINE);
    for (const worker of this.#workers) worker.ref();
    await Promise.allSettled([...this.#workers].map((worker) => worker.ended));
    clearTimeout(timer);
    crews.delete(this);
  }

  /** Ends all workers by force. */
  killAll() {
    this.#stopping = true;
    for (const worker of this.#workers) worker.kill();
  }

  #employ(place) {
    const worker = this.#startWorker();
    const started = Date.now();
    this.#workers.add(worker);
    const left = (reason) => this.#left(worker, { ...place, lived: Date.now() - started }, reason);
    worker.ended.then((how) => left(new SleighException(how)), left).catch((error) => this.#lose(error));
  }

  async #left(worker, { young, unjoined, lived }, reason) {
    this.#workers.delete(worker);
    if (this.#stopping) return;
    if (!this.#replacing) {
      this.#lose(reason);
      return;
    }
    const joined = await this.#events.died(worker.pid);
    const place = { young: lived < LONG_LIFE ? young + 1 : 1, unjoined: joined ? 0 : unjoined + 1 };
    if (this.#stopping) return;
    if (place.unjoined >= ATTEMPTS_TO_JOIN) this.#giveUp(reason);
    else this.#replace(place);
  }

  #replace(place) {
    if (place.young === 1) {
      this.#employ(place);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#employ(place);
    }, Math.min(FIRST_DELAY * 2 ** (place.young - 2), LONGEST_DELAY));
    this.#timers.add(timer.unref());
  }

  #giveUp(reason) {
    this.#places--;
    if (this.#places > 0) this.#events.gaveUp(reason);
    else this.#lose(reason);
  }
}

/** One listener for all crews: Node.js warns of more than ten. */
function endAtExit(crew) {
  if (!process.listeners('exit').includes(killEverybody)) process.on('exit', killEverybody);
  crews.add(crew);
}

function killEverybody() {
  crews.forEach((crew) => crew.killAll());
}
