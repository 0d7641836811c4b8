import { Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { hold, release } from './steady-timers.mjs';

const RUN = Symbol.for('nws.kernel.run');
const INTERRUPTED = 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
// Its name lets stack traces end where the kernel's own code begins.
const RUNNER = new Script("globalThis[Symbol.for('nws.kernel.run')]()", { filename: import.meta.url });
const OPTIONS = { breakOnSigint: true };

let action;
Object.defineProperty(globalThis, RUN, { value: () => action() });

/** What a task ends with that was interrupted. */
export class InterruptedError extends Error {
  constructor() {
    super('the task was interrupted');
  }
}

/**
 * Runs code that SIGINT ends, also if it never gives control back. The engine takes care that an interrupt either ends this
 * code or has no effect on what follows.
 * @template T
 * @param {() => T} code
 * @returns {T}
 * @throws {InterruptedError}
 */
export function interruptible(code) {
  action = code;
  hold();
  try {
    return RUNNER.runInThisContext(OPTIONS);
  } catch (thrown) {
    throw thrown?.code === INTERRUPTED ? new InterruptedError() : thrown;
  } finally {
    release();
  }
}

/** Tells of each SIGINT that comes while no code runs that it could end: between tasks, or while one waits. */
export class InterruptWatch {
  // The number of the running task, 0 between tasks: an interrupt must not reach the next one. Behind it that of the task interrupted last,
  // and how many messages of the thread have been heard here.
  #running = new Int32Array(new SharedArrayBuffer(12));
  #armed;

  /** @param {() => void} interrupt called on this thread if the task that was running at the signal still is */
  constructor(interrupt) {
    const thread = new Worker(new URL('./interruption-thread.mjs', import.meta.url), { workerData: this.#running });
    this.#armed = new Promise((resolve) => { thread.once('message', resolve); });
    this.#armed.then(() => thread.on('message', (task) => {
      Atomics.add(this.#running, 2, 1);
      Atomics.notify(this.#running, 2);
      if (task !== 0 && task === this.#running[0]) interrupt();
    }));
  }

  /** Completes when SIGINT does no harm any more. */
  get armed() {
    return this.#armed;
  }

  /** Whether a signal came to the running task, but to none of its code: who runs one piece of it after another has to look. */
  get due() {
    const task = this.#running[0];
    return task !== 0 && Atomics.load(this.#running, 1) === task;
  }

  /** @param {number} task its number, 0 if none runs any more */
  set running(task) {
    Atomics.store(this.#running, 0, task);
  }
}
