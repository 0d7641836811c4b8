import { SleighTaskException } from './exceptions.mjs';
import { ChunkSizer } from './jobs/chunk-sizer.mjs';
import { ElementRun } from './jobs/element-run.mjs';
import { EncodedRows } from './jobs/encoded-rows.mjs';
import { SleighProgress } from './sleigh-progress.mjs';

/**
 * The results of tasks in their order, while further tasks go out: `for await (const y of sleigh.imap(f, xs)) ...`.
 *
 * A task goes out whenever a result is taken, so there are never more tasks and results under way than the load factor
 * allows, however many elements there are.
 */
export class SleighResultIterator {
  #source;
  #gate;
  #options;
  #job;
  #run;
  #output;
  #buffer = new Map();
  #started = performance.now();
  #done = 0;
  #failed = 0;
  #returned = 0;
  #sourceError;
  #failure;
  #shut = false;
  #complete = false;
  #stopped = false;
  #wake = () => {};
  #last = Promise.resolve();

  /**
   * Made by `imap` and `starmap`.
   * @param {import('./jobs/elements.mjs').ArgumentSource} source
   * @param {import('./jobs/load-gate.mjs').LoadGate} gate
   * @param {import('./task-options.mjs').TaskOptions} options
   */
  constructor(source, gate, options) {
    this.#source = source;
    this.#gate = gate;
    this.#options = options;
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
    return this.#run?.submitted ?? 0;
  }

  /** Whether the iterator has ended: all results were returned, `stop` was called, or something failed. */
  get stopped() {
    return this.#stopped;
  }

  /**
   * Begins to submit.
   * @param {Promise<import('./jobs/job.mjs').Job>} starting
   * @param {(job: import('./jobs/job.mjs').Job) => Promise<import('./jobs/output-watch.mjs').OutputWatch|undefined>} watch
   *   listens to what tasks print
   * @returns {SleighResultIterator} itself
   */
  begin(starting, watch) {
    this.#begin(starting, watch).catch((error) => this.#fail(error));
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
    this.#shut = true;
    this.#source.close();
    this.#run?.shutdown();
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

  async #begin(starting, watch) {
    const job = this.#job = await starting;
    job.signal.addEventListener('abort', () => this.#fail(job.signal.reason), { once: true });
    if (job.signal.aborted) throw job.signal.reason;
    this.#output = await watch(job);
    if (this.#stopped) {
      await this.#abandon();
      return;
    }
    const rows = new EncodedRows();
    this.#run = new ElementRun(job, rows, new ChunkSizer(this.#options.chunkSize ?? 1), this.#limits(), this.#guarded());
    if (this.#shut) this.#run.shutdown();
    await this.#run.run((outcomes) => this.#accept(outcomes));
    await this.#output?.end();
    this.#complete = true;
    this.#wake();
  }

  #limits() {
    return {
      workers: () => this.#gate.workers(),
      tasks: () => Infinity,
      elements: () => this.#stopped ? 0 : this.#gate.window() - (this.submitted - this.#returned),
    };
  }

  /** The source, of which an error is the last thing that is returned. */
  #guarded() {
    const next = async () => {
      try {
        return await this.#source.next();
      } catch (error) {
        this.#sourceError = { error };
        this.#source.close();
        return null;
      }
    };
    return { next, close: () => this.#source.close() };
  }

  async #next() {
    for (;;) {
      if (this.#stopped) return { value: undefined, done: true };
      if (this.#buffer.has(this.#returned)) return { value: this.#takeBuffered(), done: false };
      if (this.#failure) this.#throw(this.#failure.error);
      if (this.#complete) {
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
    if (this.#options.collectErrors === false && value instanceof SleighTaskException) this.#throw(value);
    this.#run?.goOn();
    return value;
  }

  async #finish() {
    this.#end();
    await this.#job.close();
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
    this.#wake();
    return true;
  }

  async #abandon(reason = new DOMException('the iterator was stopped', 'AbortError')) {
    await this.#job?.abandon(reason);
    await this.#output?.end();
  }

  #fail(error) {
    if (this.#failure || this.#stopped) return;
    this.#failure = { error: this.#job?.explained(error) ?? error };
    this.shutdown();
    this.#abandon(this.#failure.error);
    this.#wake();
  }

  #accept(outcomes) {
    if (this.#stopped) return;
    this.#done += outcomes.length;
    const failures = outcomes.filter(({ value }) => value instanceof SleighTaskException);
    this.#failed += failures.length;
    const elapsed = (performance.now() - this.#started) / 1000;
    this.#options.progress?.(new SleighProgress(this.#done, null, this.#failed, elapsed));
    if (this.#options.failFast && failures.length > 0) throw failures[0].value;
    for (const { index, value } of outcomes) this.#buffer.set(index, value);
    this.#wake();
  }
}
