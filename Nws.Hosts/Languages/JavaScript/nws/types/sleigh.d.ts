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

/** What a launcher is told of a node besides its name. */
export interface LaunchOptions {
  /** To log in as. */
  user?: string;
  /** Of the server, as this machine reaches it. */
  nwsHost: string;
  nwsPort: number;
  /** Of the server, as the worker is to reach it. */
  nwsHostRemote: string;
  nwsPortRemote: number;
}

/**
 * Gives the words of the command that runs the worker's on a node. That takes the place of a word `{command}`; inside a
 * word `{command}` becomes its text, quoted for a shell. Without any it follows.
 */
export type Launcher = (host: string, options: LaunchOptions) => string[];

/** A value for all nodes, or one for each by its name, and for `default`. */
export type ForNodes<T> = T | { [host: string]: T };

/** An element of `nodeList` with values of its own. */
export interface SleighNode {
  host: string;
  user?: string;
  scriptDir?: string;
  scriptName?: string;
  modulePath?: string;
  workingDir?: string;
  logDir?: string;
  workerTags?: string[];
  nwsHostRemote?: string;
  nwsPortRemote?: number;
}

export interface SleighOptions {
  /** `local` (the default): on this machine; `web`: by people; else by a launcher, its name or a command. */
  launch?: 'local' | 'web' | 'ssh' | 'sshforward' | 'rsh' | 'srun' | 'lsf' | 'bsub' | (string & {}) | string[] | Launcher;
  /** Workers to start on this machine; 3 by default. */
  workerCount?: number;
  /** Where a launcher starts workers, one for each element; by default three times `localhost`. */
  nodeList?: (string | SleighNode)[];
  /** Of the server; by default that of `NWS_SERVER`, else `localhost`. */
  nwsHost?: string;
  /** Of the server; by default that of `NWS_SERVER`, else 8765. */
  nwsPort?: number;
  /** Of the server; by default `NWS_TOKEN`. */
  token?: string;
  /** By which workers reach the server; by default `nwsHost`, or the name of this machine instead of `localhost`. */
  nwsHostRemote?: ForNodes<string>;
  /** By which workers reach the server; by default `nwsPort`. */
  nwsPortRemote?: ForNodes<number>;
  /** Makes of the worker's command the one that is run on the node. */
  scriptExec?: (host: string, command: string[], options: LaunchOptions) => string[];
  /** Of the `nws` command on nodes; by default it is looked for on their PATH. */
  scriptDir?: ForNodes<string>;
  /** Of the `nws` command on nodes; `nws` by default. */
  scriptName?: ForNodes<string>;
  /** The `nws` command of this machine; by default that of `NWS_CLI`, else `nws` on the PATH. */
  masterExec?: string;
  /** Directory in which workers search modules first. */
  modulePath?: ForNodes<string>;
  /** Of the workers, where it exists, else a temporary one; by default that of this program. */
  workingDir?: ForNodes<string>;
  /** Directory in which each worker keeps a log file, on its machine. */
  logDir?: ForNodes<string>;
  /** To log in as on nodes; by default whom the launcher takes. */
  user?: ForNodes<string>;
  /** Words by which jobs choose workers. */
  workerTags?: ForNodes<string[]>;
  /** Pass on what workers and tasks write, to stderr. */
  verbose?: boolean;
  /** A file to which what workers and tasks write is added. */
  outfile?: string;
  /** Whether starting waits until all workers are ready, and fails if one is not going to be; true by default. */
  waitForWorkers?: boolean;
  wsNameTemplate?: string;
  userWsNameTemplate?: string;
}

/** Where the server of a farm is. */
export interface AttachOptions {
  nwsHost?: string;
  nwsPort?: number;
  token?: string;
}

/** How far a call of a Sleigh is. */
export class SleighProgress {
  constructor(done: number, total: number | null, failed: number, elapsed: number);
  /** How many elements have a result. */
  readonly done: number;
  /** How many there are; null if that is not known. */
  readonly total: number | null;
  /** How many of those done have failed. */
  readonly failed: number;
  /** Seconds since the call began. */
  readonly elapsed: number;
  /** Elements per second so far. */
  get rate(): number;
  /** How many seconds the rest will take at this rate; null if that cannot be told. */
  get remaining(): number | null;
}

/** Something that tasks have printed. */
export interface SleighOutput {
  /** Of the worker it was printed on. */
  rank: number;
  /** Number of the call among those of the Sleigh. */
  job: number;
  /** Number of the element whose task printed it, from 0; null outside of elements. */
  tag: number | null;
  /** How many times the task had been started, this time included. */
  attempt: number;
  stream: 'stdout' | 'stderr';
  /** One or more lines, or a part of a line. */
  text: string;
}

/** By `ssh`, which must log in without asking. */
export const sshcmd: Launcher;
/** By `ssh`, through which the worker also reaches the server. */
export const sshforwardcmd: Launcher;
/** By `rsh`, which is not safe. */
export const rshcmd: Launcher;
/** By Slurm's `srun`. */
export const sruncmd: Launcher;
/** By LSF's `bsub`. */
export const lsfcmd: Launcher;

/** The nodes that a batch system has given to this program; a node with several slots comes several times. */
export function batchNodeList(env?: Record<string, string | undefined>): string[];
/** The nodes of LSF, from `LSB_HOSTS`. */
export function lsfNodeList(env?: Record<string, string | undefined>): string[];
/** The nodes of PBS and Torque, from `PBS_NODEFILE`. */
export function pbsNodeList(env?: Record<string, string | undefined>): string[];
/** The nodes of Grid Engine, from `PE_HOSTFILE`. */
export function sgeNodeList(env?: Record<string, string | undefined>): string[];
/** The nodes of Slurm, from `SLURM_JOB_NODELIST` and `SLURM_TASKS_PER_NODE`. */
export function slurmNodeList(env?: Record<string, string | undefined>): string[];

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
  /** Elements per task; by default found while the job runs, of `imap` and `starmap` 1. */
  chunkSize?: number;
  /** Most unfinished tasks per worker. */
  loadFactor?: number;
  /** False: the first failed element is thrown, rather than standing in the results. */
  collectErrors?: boolean;
  /** The first element that fails ends the call. */
  failFast?: boolean;
  /** Seconds that an element may take; one that takes longer fails with `TaskTimeout`. */
  timeLimit?: number;
  /** Of random numbers: with it, an element's depend on seed and element alone. */
  rngSeed?: number | bigint;
  /** Only workers that have all of them run the tasks. */
  tags?: string[];
  /** From -1000 to 1000; 0 by default. A point is worth ten seconds of waiting. */
  priority?: number;
  /** Called whenever results arrive. */
  progress?: (progress: SleighProgress) => unknown;
  /** Told of what tasks print while they run; true prints it. */
  output?: boolean | ((output: SleighOutput) => unknown);
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
  /** The number of the place it was started in; null if somebody started it by hand. */
  place: number | null;
  host: string;
  pid: number;
  name: string;
  version: string;
  os: string;
  cores: number;
  tags: string[];
  /** The languages that it can run. */
  languages: string[];
  since: Date;
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
  /** Attaches to a farm that stays; `stop` detaches. */
  static attach(name: string, options?: AttachOptions): Promise<Sleigh>;
  get workerCount(): number;
  /** The sleigh workspace, once started. */
  get nws(): NetWorkSpace;
  /** The workspace for what the program and its tasks want to exchange, once started. */
  get userNws(): NetWorkSpace;
  start(): Promise<void>;

  /** Executes a function or code once for each element, in parallel. */
  eachElem<R = any>(fun: Task<R>, elementArgs: Iterable<unknown> | Record<string, unknown> | undefined, fixedArgs: unknown,
    options: TaskOptions<R> & { blocking: false }): Promise<SleighPending<R>>;
  eachElem<R = any>(fun: Task<R>, elementArgs: Iterable<unknown> | Record<string, unknown> | undefined, fixedArgs: unknown,
    options: TaskOptions<R> & { accumulator: Accumulator<R> }): Promise<any>;
  eachElem<R = any>(fun: Task<R>, elementArgs: Iterable<unknown> & { get?: never } | undefined, fixedArgs: unknown,
    options: TaskOptions<R> & { collectErrors: false }): Promise<Awaited<R>[]>;
  eachElem<R = any>(fun: Task<R>, elementArgs?: Iterable<unknown> & { get?: never }, fixedArgs?: unknown,
    options?: TaskOptions<R>): Promise<Result<R>[]>;
  /** Of a Map or an object the results come back under the names of the elements. */
  eachElem<K, R = any>(fun: Task<R>, elementArgs: Map<K, unknown>, fixedArgs?: unknown,
    options?: TaskOptions<R>): Promise<Map<K, Result<R>>>;
  eachElem<K extends string, R = any>(fun: Task<R>, elementArgs: Record<K, unknown> & object, fixedArgs?: unknown,
    options?: TaskOptions<R>): Promise<Record<K, Result<R>>>;
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

  /** Gives the tasks of all later calls a variable, in every language. */
  export(name: string, value: unknown): Promise<void>;
  /** Takes a variable away from the tasks of all later calls. */
  unexport(name: string): Promise<void>;

  /** How many workers are there, and whether no further one can join but in the place of a lost one. */
  status(closeGroup?: boolean, timeout?: number): Promise<{ workers: number; closed: boolean }>;
  status(options: { closeGroup?: boolean; timeout?: number }): Promise<{ workers: number; closed: boolean }>;
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
