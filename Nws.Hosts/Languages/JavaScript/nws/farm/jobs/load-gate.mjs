import { fits } from '../workers/worker-tags.mjs';
import { TASKS_PER_WORKER } from './chunk-sizer.mjs';

const ITERATOR_LOAD = 10;

/** How much of a job may be under way at a time: enough to keep its workers busy. Workers may come and go meanwhile. */
export class LoadGate {
  #group;
  #options;

  /**
   * @param {object} group the workers: see `LaunchedGroup`
   * @param {import('../task-options.mjs').TaskOptions} options
   */
  constructor(group, options) {
    this.#group = group;
    this.#options = options;
  }

  /** How many workers take tasks of the job; at least 1, for who waits for the first may not stop submitting. */
  workers() {
    const { tags } = this.#options;
    const { workerCount, known } = this.#group;
    return Math.max(1, tags ? known.filter((member) => fits(member, tags)).length : workerCount);
  }

  /** How many unfinished tasks there may be. */
  tasks() {
    const { loadFactor, chunkSize } = this.#options;
    return this.#bounded(loadFactor ?? (chunkSize === undefined ? TASKS_PER_WORKER : Infinity));
  }

  /** How many elements an iteration may have submitted and not returned. */
  window() {
    const { loadFactor = ITERATOR_LOAD, chunkSize = 1 } = this.#options;
    return this.#bounded(loadFactor) * chunkSize;
  }

  #bounded(tasksPerWorker) {
    const { mostTasksPerWorker } = this.#group;
    return Math.ceil(Math.max(1, Math.min(tasksPerWorker, mostTasksPerWorker)) * this.workers());
  }
}
