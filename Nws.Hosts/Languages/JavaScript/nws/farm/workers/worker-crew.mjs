import { appendFileSync } from 'node:fs';
import { SleighException } from '../exceptions.mjs';
import { ReplacementPolicy } from './replacement-policy.mjs';
import { WorkerProcess } from './worker-process.mjs';

const STOP_DEADLINE = 10_000;
const EVIDENCE_KEPT = 4;

const crews = new Set();

/**
 * The workers that a Sleigh has started, here or elsewhere. One that ends although it should not is replaced in its
 * place, and its rank goes to its replacement.
 */
export class WorkerCrew {
  #commands;
  #output;
  #events;
  #workers = new Set();
  #timers = new Set();
  #evidence = [];
  #stopping = false;
  #lose;
  #failFirst;

  /** In how many places there are workers or will be. */
  places;

  /**
   * Rejected when no worker is left and none will come, with the evidence of the last one.
   * @type {Promise<never>}
   */
  lost = new Promise((_, reject) => { this.#lose = reject; });

  /**
   * Rejected, with its evidence, when a worker has ended before it joined.
   * @type {Promise<never>}
   */
  firstFailure = new Promise((_, reject) => { this.#failFirst = reject; });

  /**
   * @param {import('./worker-commands.mjs').WorkerCommands} commands
   * @param {{verbose?: boolean, outfile?: string}} output where to pass on the lines workers write
   * @param {object} events
   * @param {() => Promise<void>} events.ended called before the end of a worker is judged: who has joined, is to be
   *   told by `joined`
   * @param {(rank: number, evidence: string) => void} events.gaveUp called when a worker that had joined is not
   *   replaced
   */
  constructor(commands, output, events) {
    this.#commands = commands;
    this.#output = output;
    this.#events = events;
    this.places = commands.count;
    for (const promise of [this.lost, this.firstFailure]) promise.catch(() => {});
    endAtExit(this);
    for (let place = 0; place < commands.count; place++) this.#employ(place, { policy: new ReplacementPolicy() });
  }

  /**
   * Notes which rank the worker of a place got.
   * @param {number} place
   * @param {number} rank
   */
  joined(place, rank) {
    const worker = [...this.#workers].findLast((each) => each.place === place);
    if (worker) worker.rank = rank;
  }

  /**
   * Notes that a result of the worker of a rank has come.
   * @param {number} rank
   */
  worked(rank) {
    for (const worker of this.#workers) if (worker.rank === rank) worker.hasWorked = true;
  }

  /**
   * @param {number} rank
   * @returns {boolean} whether a worker of that rank was started here and is there
   */
  has(rank) {
    return [...this.#workers].some((worker) => worker.rank === rank);
  }

  /**
   * Ends the worker of a rank by force: it is replaced then.
   * @param {number} rank
   */
  end(rank) {
    for (const worker of this.#workers) if (worker.rank === rank) worker.kill();
  }

  /** @returns {string} how the workers ended that ended last, for an error that one of them may be the reason of */
  recentEnds() {
    return this.#evidence.join('\n');
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

  #employ(place, history) {
    const worker = new WorkerProcess(place, this.#commands.start(place), (...line) => this.#passOn(...line));
    this.#workers.add(worker);
    const left = (end) => this.#left(worker, history, end);
    worker.ended.then(left, left).catch((error) => this.#lose(error));
  }

  async #left(worker, { policy, rank: last }, end) {
    if (this.#stopping) return;
    await this.#events.ended();
    this.#workers.delete(worker);
    if (this.#stopping) return;
    const evidence = `On ${this.#commands.describe(worker.place)}: ${end.message ?? end}`;
    this.#evidence = [...this.#evidence, evidence].slice(-EVIDENCE_KEPT);
    const wait = policy.afterEnd(worker.rank !== undefined, worker.hasWorked);
    // The rank of the place is that of the last worker there that had one.
    const rank = worker.rank ?? last;
    if (wait === null) this.#giveUp(rank, evidence, end);
    else this.#replace(worker.place, { policy, rank }, wait);
  }

  #replace(place, history, wait) {
    if (wait === 0) {
      this.#employ(place, history);
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#employ(place, history);
    }, wait);
    this.#timers.add(timer.unref());
  }

  #giveUp(rank, evidence, end) {
    this.places--;
    if (rank === undefined) this.#failFirst(end instanceof SleighException ? end : new SleighException(evidence));
    else this.#events.gaveUp(rank, evidence);
    if (this.places === 0) this.#lose(new SleighException(`no worker is left. ${evidence}`));
  }

  #passOn(worker, line) {
    const marked = `[worker ${worker.rank ?? `at place ${worker.place}`}] ${line}\n`;
    const { verbose, outfile } = this.#output;
    if (verbose) process.stderr.write(marked);
    if (outfile) appendFileSync(outfile, marked);
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
