import { Signal } from './signal.mjs';

const TASKS_IN_A_MESSAGE = 1000;
const BYTES_IN_A_MESSAGE = 1 << 20;
const MESSAGES_ON_THEIR_WAY = 16;

/** Brings rows of arguments to the workers as tasks, and their results back, with a bounded number under way. */
export class ElementRun {
  #job;
  #rows;
  #chunks;
  #limits;
  #source;
  #moved = new Signal();
  #submitted = 0;
  #ended = false;
  #failure;

  /**
   * @param {import('./job.mjs').Job} job the tasks belong to
   * @param {import('./encoded-rows.mjs').EncodedRows} rows
   * @param {import('./chunk-sizer.mjs').ChunkSizer} chunks
   * @param {object} limits
   * @param {() => number} limits.workers how many workers there are now
   * @param {() => number} limits.tasks how many tasks may be under way now
   * @param {() => number} [limits.elements] how many further elements may be submitted now
   * @param {import('./elements.mjs').ArgumentSource} [source] of further rows; none: all are there
   */
  constructor(job, rows, chunks, limits, source) {
    this.#job = job;
    this.#rows = rows;
    this.#chunks = chunks;
    this.#limits = { elements: () => Infinity, ...limits };
    this.#source = source;
  }

  /** How many elements have been submitted. */
  get submitted() {
    return this.#submitted;
  }

  /**
   * @param {(outcomes: import('./job.mjs').Outcome[]) => void} accept takes results as they come
   * @returns {Promise<void>} settled when all have come
   */
  async run(accept) {
    await Promise.all([this.#submitAll(), this.#collectAll(accept)]);
  }

  /** Has the limits looked at again: they allow more. */
  goOn() {
    this.#moved.raise();
  }

  /** Reads no further rows; those that were read are still submitted. */
  shutdown() {
    this.#source?.close();
    this.#source = undefined;
    this.#moved.raise();
  }

  async #submitAll() {
    const sent = [];
    for (;;) {
      // What moves while tasks are looked for must not be missed.
      const moved = this.#moved.next();
      const tasks = await this.#nextTasks();
      if (this.#failure) throw this.#failure.error;
      if (tasks.length > 0) sent.push(this.#submit(tasks));
      else if (this.#source || this.#rows.left > 0) await moved;
      else break;
      if (sent.length >= MESSAGES_ON_THEIR_WAY) await sent.shift();
    }
    await Promise.all(sent);
    this.#ended = true;
    this.#moved.raise();
  }

  async #submit(tasks) {
    try {
      const submitted = this.#job.submit(tasks);
      this.#moved.raise();
      await submitted;
    } catch (error) {
      this.#failure ??= { error };
      this.#moved.raise();
    }
  }

  async #nextTasks() {
    const [tasks, workers] = [[], this.#limits.workers()];
    let room = Math.min(this.#limits.tasks() - this.#job.outstanding.count, TASKS_IN_A_MESSAGE);
    let bytes = BYTES_IN_A_MESSAGE;
    for (; room > 0 && bytes > 0; room--) {
      const size = this.#chunks.next(this.#source ? Infinity : this.#rows.left, workers);
      if (this.#limits.elements() < size) break;
      if (this.#source) await this.#read(size);
      if (this.#rows.left === 0) break;
      const taken = this.#rows.take(size, bytes);
      bytes -= taken.bytes;
      tasks.push({ tag: this.#submitted, args: taken.args });
      this.#submitted += taken.args.length;
      // Whoever reads from elsewhere may have to wait for the next row, and this one should not.
      if (this.#source) break;
    }
    return tasks;
  }

  async #read(count) {
    while (this.#source && this.#rows.left < count) {
      const row = await this.#source.next();
      if (row) this.#rows.add(row);
      else this.#source = undefined;
    }
  }

  async #collectAll(accept) {
    for (let coming; ;) {
      while (this.#job.outstanding.count === 0 && !this.#ended) await this.#moved.next();
      if (this.#job.outstanding.count === 0) return;
      const results = await (coming ?? this.#job.take());
      // The next results travel while these are looked at.
      coming = this.#job.outstanding.count > 0 ? this.#job.take() : undefined;
      coming?.catch(() => {});
      for (const { outcomes, seconds } of results) this.#chunks.observe(outcomes.length, seconds);
      this.#moved.raise();
      accept(results.length === 1 ? results[0].outcomes : results.flatMap(({ outcomes }) => outcomes));
    }
  }
}
