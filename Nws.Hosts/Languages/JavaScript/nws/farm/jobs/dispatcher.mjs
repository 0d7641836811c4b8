import { whenAborted } from '../../client/when-aborted.mjs';
import { encode } from '../../values/encoder.mjs';
import { SleighPending } from '../sleigh-pending.mjs';
import { SleighResultIterator } from '../sleigh-result-iterator.mjs';
import { checkedOptions, iteratorOptions } from '../task-options.mjs';
import { fits, noWorkerHas, taskVariable } from '../workers/worker-tags.mjs';
import { Call } from './call.mjs';
import { ChunkSizer } from './chunk-sizer.mjs';
import { ElementRun } from './element-run.mjs';
import { elementsOf } from './elements.mjs';
import { EncodedRows } from './encoded-rows.mjs';
import { ExportList } from './export-list.mjs';
import { Job } from './job.mjs';
import { jobRecord } from './job-record.mjs';
import { LoadGate } from './load-gate.mjs';
import { OutputWatch } from './output-watch.mjs';
import { ResultCollector } from './result-collector.mjs';
import { WorkerRun } from './worker-run.mjs';

/** Makes jobs of calls, has the workers of a group run them, and knows which are under way. */
export class Dispatcher {
  #group;
  #start;
  #jobs = new Set();
  #known = new Set();
  #exports;

  /**
   * @param {object} group the workers: see `LaunchedGroup`
   * @param {() => Promise<void>} start called before each job; settled when there are workers
   */
  constructor(group, start) {
    this.#group = group;
    this.#start = start;
  }

  /** See `Sleigh.eachElem`. */
  async eachElem(fun, elementArgs, fixedArgs, options) {
    const given = checkedOptions(options);
    const fixed = Array.isArray(fixedArgs) ? fixedArgs : [fixedArgs];
    const { record } = jobRecord(fun, fixed, given, this.#known);
    const { rows, named } = elementsOf(elementArgs);
    const waiting = new EncodedRows();
    // Either all tasks of a call go out or none.
    encode(fixed);
    for (const row of rows) waiting.add(row);
    const total = waiting.left;
    const tasks = given.chunkSize === undefined ? null : Math.ceil(total / given.chunkSize);
    const job = await this.#newJob(record, given, tasks);
    const gate = new LoadGate(this.#group, given);
    const limits = { workers: () => gate.workers(), tasks: () => gate.tasks() };
    const run = new ElementRun(job, waiting, new ChunkSizer(given.chunkSize), limits);
    return this.#call(job, run, new ResultCollector(total, given, named), given);
  }

  /** See `Sleigh.eachWorker`. */
  async eachWorker(fun, workerArgs, options) {
    const given = checkedOptions(options);
    const { record, names } = jobRecord(fun, workerArgs, given, this.#known);
    for (const name of names) this.#known.add(name);
    encode(workerArgs);
    await this.#start();
    const ranks = await this.#ranks(given.tags);
    const byRank = (results) => ranks.map((rank) => results[rank]);
    const job = await this.#newJob(record, given, ranks.length);
    const results = await this.#call(job, new WorkerRun(job, ranks), new ResultCollector(ranks.length, given, byRank), given);
    if (record.type === 'define') await this.#group.remember(record);
    return results;
  }

  /** See `Sleigh.imap`; the source of the arguments is made when all else is known to make sense. */
  iterate(fun, options, makeSource) {
    const given = iteratorOptions(options);
    const { record } = jobRecord(fun, [], given, this.#known);
    const gate = new LoadGate(this.#group, given);
    const starting = this.#newJob(record, given, null);
    return new SleighResultIterator(makeSource(), gate, given).begin(starting, (job) => this.#watched(job, given.output));
  }

  /**
   * Gives later jobs a variable, or takes it away.
   * @param {string} name
   * @param {{value?: *}} content its value, if it is to have one
   * @returns {Promise<void>}
   */
  async export(name, content) {
    await this.#start();
    this.#exports ??= new ExportList(this.#group.ws);
    await this.#exports.add(name, content);
    if ('value' in content) this.#known.add(name);
    else this.#known.delete(name);
  }

  /**
   * Ends all jobs that are under way.
   * @param {Error} reason
   */
  fail(reason) {
    for (const job of this.#jobs) job.fail(reason);
  }

  async #newJob(record, { signal, priority, tags }, tasks) {
    signal?.throwIfAborted();
    await this.#start();
    signal?.throwIfAborted();
    if (tags) await this.#refuseMissing(tags);
    const exported = this.#exports?.count;
    const terms = exported ? { ...record, exports: exported } : record;
    const job = new Job(this.#group, terms, { variable: taskVariable(tags), priority, tasks }, () => {
      this.#jobs.delete(job);
      forget();
    });
    const forget = whenAborted(signal, () => job.fail(signal.reason));
    this.#jobs.add(job);
    if (this.#group.lost) job.fail(this.#group.lost);
    return job;
  }

  async #call(job, run, collector, { blocking = true, output }) {
    const call = new Call(job, run, collector, await this.#watched(job, output));
    const results = call.run();
    return blocking ? results : new SleighPending(call, results);
  }

  /** Listens to what the tasks of a job print, if anybody wants to hear it. */
  async #watched(job, tell) {
    if (!tell) return undefined;
    const output = new OutputWatch(this.#group.ws, tell, (error) => job.fail(job.explained(error)));
    output.watch(await job.announce(), this.#group);
    return output;
  }

  async #refuseMissing(tags) {
    const members = await this.#group.roll();
    if (!members.some((member) => fits(member, tags))) throw noWorkerHas(tags, members);
  }

  async #ranks(tags) {
    const ranks = await this.#group.ranks();
    if (!tags) return ranks;
    await this.#refuseMissing(tags);
    return this.#group.known.filter((member) => fits(member, tags)).map(({ rank }) => rank);
  }
}
