import { SleighTaskException } from './exceptions.mjs';

/**
 * The results of tasks in their order, while further tasks go out: `for await (const y of sleigh.imap(f, xs)) ...`.
 *
 * A task goes out whenever a result is taken, so there are never more tasks and results under way than the load factor
 * allows, however many elements there are.
 */
export class SleighResultIterator {
  #job;
  #source;
  #limit;
  #chunkSize;
  #collectErrors;
  #buffer = new Map();
  #submitted = 0;
  #returned = 0;
  #sourceEnded = false;
  #sourceError;
  #failure;
  #stopped = false;
  #pumping = false;
  #wake = () => {};
  #last = Promise.resolve();

  /**
   * Made by `imap` and `starmap`.
   * @param {import('./element-args.mjs').ArgumentSource} source
   * @param {object} options
   * @param {number} options.limit most elements under way
   * @param {number} [options.chunkSize] elements per task
   * @param {boolean} [options.collectErrors] false: a failed element is thrown
   */
  constructor(source, { limit, chunkSize = 1, collectErrors = true }) {
    this.#source = source;
    this.#limit = Math.max(limit, chunkSize);
    this.#chunkSize = chunkSize;
    this.#collectErrors = collectErrors;
  }

  /** How many results have arrived and wait to be returned. */
  get buffered() {
    return this.#buffer.size;
  }

  /** How many results have been returned. */
  get returned() {
    return this.#returned;
  }

  /** How many elements have been submitted. */
  get submitted() {
    return this.#submitted;
  }

  /** Whether the iterator has ended: all results were returned, `stop` was called, or something failed. */
  get stopped() {
    return this.#stopped;
  }

  /**
   * Begins to submit.
   * @param {Promise<import('./job.mjs').Job>} starting
   * @returns {SleighResultIterator} itself
   */
  begin(starting) {
    starting.then((job) => {
      this.#job = job;
      job.signal.addEventListener('abort', () => this.#fail(job.signal.reason), { once: true });
      if (this.#stopped) this.#abandon();
      else this.#pump();
    }, (error) => this.#fail(error));
    return this;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /**
   * @returns {Promise<{value: *, done: boolean}>} the next result; of a failed task a `SleighTaskException`
   * @throws {import('./exceptions.mjs').SleighException} the Sleigh was stopped or has lost its workers
   */
  next() {
    const step = this.#last.then(() => this.#next());
    this.#last = step.catch(() => {});
    return step;
  }

  /** Submits no more; what was submitted is still returned. */
  shutdown() {
    this.#sourceEnded = true;
    this.#source.close();
    this.#wake();
  }

  /**
   * Ends the iterator: submits no more, takes back tasks that no worker has begun, and throws results away.
   * @returns {Promise<void>}
   */
  async stop() {
    if (this.#end()) await this.#abandon();
  }

  /** @returns {Promise<{value: *, done: true}>} what a loop wants to know when it is left: it stops the iterator */
  async return(value) {
    await this.stop();
    return { value, done: true };
  }

  /** Stops at the end of an `await using` block. */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.stop();
  }

  async #next() {
    for (;;) {
      if (this.#stopped) return { value: undefined, done: true };
      if (this.#buffer.has(this.#returned)) return { value: this.#takeBuffered(), done: false };
      if (this.#failure) this.#throw(this.#failure.error);
      if (this.#sourceEnded && this.#returned === this.#submitted && !this.#pumping) {
        await this.#finish();
        continue;
      }
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }

  #takeBuffered() {
    const value = this.#buffer.get(this.#returned);
    this.#buffer.delete(this.#returned);
    this.#returned++;
    if (!this.#collectErrors && value instanceof SleighTaskException) this.#throw(value);
    this.#pump();
    return value;
  }

  async #finish() {
    this.#end();
    await this.#job?.close();
    if (this.#sourceError) throw this.#sourceError.error;
  }

  #throw(error) {
    if (this.#end()) this.#abandon(error);
    throw error;
  }

  /** @returns {boolean} whether it has ended just now */
  #end() {
    if (this.#stopped) return false;
    this.#stopped = true;
    this.#buffer.clear();
    this.shutdown();
    return true;
  }

  async #abandon(reason = new DOMException('the iterator was stopped', 'AbortError')) {
    await this.#job?.abandon(reason);
  }

  #fail(error) {
    if (this.#failure || this.#stopped) return;
    this.#failure = { error: this.#job?.explained(error) ?? error };
    this.#source.close();
    this.#abandon(this.#failure.error);
    this.#wake();
  }

  /** Submits as long as there is room. */
  async #pump() {
    if (this.#pumping || !this.#job) return;
    this.#pumping = true;
    try {
      while (this.#hasRoom) {
        const args = await this.#chunk();
        if (args.length > 0 && !this.#stopped) this.#submit(args);
      }
    } finally {
      this.#pumping = false;
      this.#wake();
    }
  }

  get #hasRoom() {
    const underWay = this.#submitted - this.#returned;
    return !this.#sourceEnded && !this.#failure && underWay + this.#chunkSize <= this.#limit;
  }

  async #chunk() {
    const args = [];
    try {
      while (args.length < this.#chunkSize && !this.#sourceEnded) {
        const row = await this.#source.next();
        if (row) args.push(row);
        else this.#sourceEnded = true;
      }
    } catch (error) {
      // What was submitted before is returned first.
      this.#sourceError = { error };
      this.#sourceEnded = true;
      this.#source.close();
    }
    return args;
  }

  async #submit(args) {
    const tag = this.#submitted;
    this.#submitted += args.length;
    try {
      await this.#job.submit({ variable: 'task', tag, args });
      this.#accept(await this.#job.take());
    } catch (error) {
      this.#fail(error);
    }
  }

  #accept(outcomes) {
    if (this.#stopped) return;
    for (const { index, value } of outcomes) this.#buffer.set(index, value);
    this.#wake();
  }
}
