/**
 * Something that tasks have printed.
 * @typedef {object} SleighOutput
 * @property {number} rank of the worker it was printed on
 * @property {number} job number of the call among those of the Sleigh
 * @property {number|null} tag number of the element whose task printed it, from 0; null outside of elements
 * @property {number} attempt how many times the task had been started, this time included: what a lost worker printed
 *   may come twice
 * @property {'stdout'|'stderr'} stream
 * @property {string} text one or more lines, or a part of a line
 */

const BEGINNING = [0, -1];

/**
 * Tells a program live what the tasks of one of its jobs print. Workers store what a task printed before its result, so
 * all of it is there when the last result is. It stays there for others to see; workers bound how much.
 */
export class OutputWatch {
  #ws;
  #tell;
  #onError;
  #job;
  #stopWatching = () => {};
  #enough = new AbortController();
  #listening = new Map();

  /**
   * @param {import('../../client/net-work-space.mjs').NetWorkSpace} ws the sleigh workspace
   * @param {true|((output: SleighOutput) => *)} tell told of one piece at a time; true: prints it
   * @param {(error: *) => void} onError called when that throws
   */
  constructor(ws, tell, onError) {
    this.#ws = ws;
    this.#tell = tell === true ? print : tell;
    this.#onError = onError;
  }

  /**
   * Listens to the workers of a group, those that are there and those that come.
   * @param {number} job number of the job
   * @param {object} group see `LaunchedGroup`
   */
  watch(job, group) {
    this.#job = job;
    this.#stopWatching = group.watchRanks((ranks) => {
      for (const rank of ranks) if (!this.#listening.has(rank)) this.#listening.set(rank, this.#listen(rank));
    });
  }

  /**
   * Tells what is left, and ends.
   * @returns {Promise<void>}
   */
  async end() {
    this.#stopWatching();
    this.#enough.abort();
    await Promise.all(this.#listening.values());
  }

  async #listen(rank) {
    try {
      for (let after = BEGINNING, delivery; (delivery = await this.#next(rank, after)); after = delivery.cursor) {
        if (delivery.value.job === this.#job) await this.#tell({ rank, ...delivery.value });
      }
    } catch (error) {
      this.#onError(error);
    }
  }

  async #next(rank, after) {
    const { signal } = this.#enough;
    try {
      if (!signal.aborted) return await this.#ws.deliver('find', `output@${rank}`, { after, signal });
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
    return this.#ws.deliver('find', `output@${rank}`, { after, timeout: 0 });
  }
}

function print({ rank, stream, text }) {
  const lines = text.replace(/\n$/, '').split('\n');
  process[stream === 'stderr' ? 'stderr' : 'stdout'].write(lines.map((line) => `[${rank}] ${line}\n`).join(''));
}
