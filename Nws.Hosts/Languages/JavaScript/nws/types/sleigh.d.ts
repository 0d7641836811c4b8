import type { NetWorkSpace } from './client.js';
import type { NwsRemoteError } from './values.js';

declare global {
  // Known in tasks only.
  /** The arguments of code. */
  var SleighArguments: any[];
  var SleighRank: number;
  var SleighWorkerCount: number;
  /** The sleigh workspace. */
  var SleighNws: NetWorkSpace;
  /** The workspace for the program and its tasks. */
  var SleighUserNws: NetWorkSpace;
}

export interface SleighOptions {
  /** Workers to start on this machine; 3 by default. */
  workerCount?: number;
  /** Of the server; by default that of `NWS_SERVER`, else `localhost`. */
  nwsHost?: string;
  /** Of the server; by default that of `NWS_SERVER`, else 8765. */
  nwsPort?: number;
  /** Of the server; by default `NWS_TOKEN`. */
  token?: string;
  /** Directory in which workers search modules first. */
  modulePath?: string;
  /** Of the workers; by default that of this program. */
  workingDir?: string;
  /** Pass on what workers and tasks print, to stderr. */
  verbose?: boolean;
  wsNameTemplate?: string;
  userWsNameTemplate?: string;
}

/** A function, whose text is sent, or code. */
export type Task<R = any> = string | ((...args: any[]) => R);

/** What elements come from. */
export type Elements<T> = Iterable<T> | AsyncIterable<T>;

/** A function or class to define, or code with definitions. */
export type Definition = string | ((...args: any[]) => any) | (abstract new (...args: any[]) => any);

export type TaskType = 'invoke' | 'eval' | 'define';

/** The result of one element. */
export type Result<R> = Awaited<R> | SleighTaskException;

/** Gets results as they arrive. */
export type Accumulator<R = any> = ((values: Result<R>[], indexes: number[]) => unknown) | {
  result(values: Result<R>[], indexes: number[]): unknown;
  error?(errors: SleighTaskException[], indexes: number[]): unknown;
  value?(): unknown;
};

/** Options of `imap` and `starmap`. */
export interface IteratorOptions {
  type?: TaskType;
  /** Of a text: `javascript` (the default), `python`, `csharp`, or another that workers know. */
  language?: string;
  /** Which of the specified arguments (varying, then fixed) are passed, in which order. */
  argPermute?: number[];
  /** Run JavaScript that nobody vouches for: with strict limits, without workspaces, each task by itself. Default: false. */
  sandbox?: boolean;
  /** Names that the workers know although the Sleigh does not know of it. */
  globals?: string[];
  /** Most tasks per worker in the workspace at one time. */
  loadFactor?: number;
  /** Elements per task. */
  chunkSize?: number;
  /** False: the first failed element is thrown, rather than standing in the results. */
  collectErrors?: boolean;
  /** Ends the call: tasks that no worker has begun are taken back. */
  signal?: AbortSignal;
}

/** Options of `eachElem` and `eachWorker`. */
export interface TaskOptions<R = any> extends IteratorOptions {
  /** False: return a `SleighPending` as soon as the tasks are submitted. */
  blocking?: boolean;
  accumulator?: Accumulator<R>;
}

export interface WorkerInfo {
  rank: number;
  host: string;
  pid: number;
  name: string;
  version: string;
}

/** A Sleigh with options, for calls that have no place for them. */
export interface SleighWithOptions<O extends TaskOptions> {
  eachElem: Sleigh['eachElem'];
  eachWorker<R = any>(fun: Task<R>, ...workerArgs: unknown[]):
    Promise<O extends { blocking: false } ? SleighPending<R> : O extends { accumulator: object } ? any : Result<R>[]>;
  imap: Sleigh['imap'];
  starmap: Sleigh['starmap'];
}

/** A crew of workers that execute tasks in parallel. The first task starts the workers. */
export class Sleigh {
  constructor(options?: SleighOptions);
  /** Starts the workers at once, and waits until all are ready. */
  static start(options?: SleighOptions): Promise<Sleigh>;
  get workerCount(): number;
  /** The sleigh workspace, once started. */
  get nws(): NetWorkSpace;
  /** The workspace for what the program and its tasks want to exchange, once started. */
  get userNws(): NetWorkSpace;
  start(): Promise<void>;

  /** Executes a function or code once for each element, in parallel. */
  eachElem<R = any>(fun: Task<R>, elementArgs: Iterable<unknown> | undefined, fixedArgs: unknown,
    options: TaskOptions<R> & { blocking: false }): Promise<SleighPending<R>>;
  eachElem<R = any>(fun: Task<R>, elementArgs: Iterable<unknown> | undefined, fixedArgs: unknown,
    options: TaskOptions<R> & { accumulator: Accumulator<R> }): Promise<any>;
  eachElem<R = any>(fun: Task<R>, elementArgs: Iterable<unknown> | undefined, fixedArgs: unknown,
    options: TaskOptions<R> & { collectErrors: false }): Promise<Awaited<R>[]>;
  eachElem<R = any>(fun: Task<R>, elementArgs?: Iterable<unknown>, fixedArgs?: unknown,
    options?: TaskOptions<R>): Promise<Result<R>[]>;
  /** Executes a function or code exactly once on every worker. */
  eachWorker<R = any>(fun: Task<R>, ...workerArgs: unknown[]): Promise<Result<R>[]>;
  /** Defines functions and classes on every worker, for tasks to come. */
  define(...items: Definition[]): Promise<void>;
  /** Executes a function for each element of iterables, which may be endless or asynchronous. */
  imap<R = any>(fun: Task<R>, ...iterables: Elements<unknown>[]): SleighResultIterator<R>;
  imap<R = any>(fun: Task<R>, ...iterablesAndOptions: [...Elements<unknown>[], IteratorOptions]):
    SleighResultIterator<R>;
  /** As `imap`, for an iterable of lists of arguments. */
  starmap<R = any>(fun: Task<R>, iterable: Elements<Iterable<unknown>>, options?: IteratorOptions):
    SleighResultIterator<R>;
  /** This Sleigh with options. */
  using<const O extends TaskOptions>(options: O): SleighWithOptions<O>;

  status(options?: { timeout?: number }): Promise<{ workers: number; closed: boolean }>;
  workerInfo(): Promise<WorkerInfo[]>;
  stop(): Promise<void>;
  toString(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Tasks that were submitted without waiting for their results. */
export class SleighPending<R = any> {
  private constructor();
  /** How many elements are still outstanding. */
  check(): number;
  wait(): Promise<Result<R>[]>;
}

/** The results of tasks in their order, while further tasks go out. */
export class SleighResultIterator<R = any> implements AsyncIterableIterator<Result<R>> {
  private constructor();
  /** How many results have arrived and wait to be returned. */
  get buffered(): number;
  get returned(): number;
  get submitted(): number;
  get stopped(): boolean;
  next(): Promise<IteratorResult<Result<R>, any>>;
  return(value?: any): Promise<IteratorReturnResult<any>>;
  /** Submits no more; what was submitted is still returned. */
  shutdown(): void;
  /** Takes back what no worker has begun, and throws results away. */
  stop(): Promise<void>;
  [Symbol.asyncIterator](): this;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Base of all errors of a Sleigh. */
export class SleighException extends Error {
  constructor(message: string, options?: { cause?: unknown });
}
/** The results of a `SleighPending` have been gathered already. */
export class SleighGatheredException extends SleighException {}
/** An argument or option has a value that makes no sense. */
export class SleighIllegalValueException extends SleighException {
  /** Of a function that uses what does not travel with it: the names. */
  readonly captured?: string[];
}
/** Not all workers have joined in time. */
export class SleighJoinException extends SleighException {}
/** An operation on the Sleigh's workspaces failed. */
export class SleighNwsException extends SleighException {}
/** The Sleigh is busy. Never thrown: a Sleigh takes several jobs at once. */
export class SleighOccupiedException extends SleighException {}
/** Workers cannot be started. */
export class SleighScriptException extends SleighException {}
/** The Sleigh has been stopped. */
export class SleighStoppedException extends SleighException {}
/** A task failed. */
export class SleighTaskException extends SleighException {
  /** Class name of the error in its language. */
  readonly remoteType: string;
  readonly remoteMessage: string;
  /** The frames of the task's code, as its language writes them; may be empty. */
  readonly remoteStack: string;
  readonly language: string;
  /** Number of the element, from 0; of `eachWorker`, the rank. */
  readonly tag: number;
  readonly index: number;
  readonly rank: number;
  readonly cause?: NwsRemoteError;
}
