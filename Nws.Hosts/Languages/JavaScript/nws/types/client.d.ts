import type { Readable, Writable } from 'node:stream';

/** Where the server is. What is not given comes from `NWS_SERVER` and `NWS_TOKEN`, else it is `localhost:8765`. */
export interface ServerOptions {
  host?: string;
  port?: number;
  /** Both in one: `host:port`, with TLS `nwss://host:port#pin`. */
  address?: string;
  token?: string;
  /** Name of this program, shown in listings. */
  client?: string;
  /** Seconds for which a lost connection is made again; as long as the server allows by default, 0: not at all. */
  grace?: number;
  /** Hears what becomes of the connection. */
  onConnectionChange?: (state: 'reconnecting' | 'connected' | 'closed', reason: string) => void;
}

/** How a workspace is opened. */
export interface OpenOptions {
  /** If this program becomes the owner: the workspace outlives the connection. */
  persistent?: boolean;
  /** Make the workspace if there is none; true by default. */
  create?: boolean;
}

/** How a workspace is used. */
export interface UseOptions {
  /** Make the workspace if there is none; true by default. */
  create?: boolean;
}

/** Options of a workspace of one's own. */
export interface WorkSpaceOptions extends OpenOptions, ServerOptions {
  /** A server this program is connected to already; then no other option of the server counts. */
  server?: NwsServer;
  /** Never become the owner. */
  useUse?: boolean;
}

/** A find or fetch that is blocked, and what may be the reason. */
export interface WaitInfo {
  workspace: string;
  /** A value of any of them ends the wait. */
  variables: string[];
  kind: 'find' | 'fetch';
  /** How long it has waited. */
  seconds: number;
  session: number;
  /** Address and name of the client. */
  client: string;
  language: string;
  /** The last stores: variable, session, client, seconds ago. */
  stored: [string, number, string, number][];
  /** Sessions that seem to wait for each other, this one first. */
  cycle?: number[];
  /** What may be wrong, in sentences; the likeliest first. */
  hints: string[];
}

/** What ends a wait. */
export interface WaitOptions {
  /** Seconds to wait for a value. */
  timeout?: number;
  signal?: AbortSignal;
}

/** Options of `find` and its relatives. */
export interface FindOptions extends WaitOptions {
  /** Wrap floats that look like integers in `NwsFloat64`. */
  exact?: boolean;
}

/** Options of `fetch` and its relatives. */
export interface FetchOptions extends FindOptions {
  /** The value stays in flight until the `NwsDelivery` is completed or released; a number: for so many seconds at most. */
  lease?: boolean | number;
}

/** Options of `store` and `storeAll`. */
export interface StoreOptions {
  /** In variables of mode `fifo`: -1000 to 1000, each point worth ten seconds of waiting. */
  priority?: number;
  /** A store with a key that the variable knows is not done again. */
  key?: string;
  /** Seconds for which the key stays known at least. */
  keyFor?: number;
  /** Seconds until the value appears. */
  delay?: number;
  /** Seconds until the value vanishes if nobody took it. */
  expires?: number;
  /** In variables of mode `single`: the cursor of the delivery that the variable must hold; null: it must be empty. */
  if?: [id: number, index: number] | null;
}

/** Options of the iterators. */
export interface IterationOptions {
  signal?: AbortSignal;
  exact?: boolean;
  /** Seconds to wait for each next value; without one the iterator ends. Not of the Try forms. */
  timeout?: number;
}

export type Mode = 'fifo' | 'lifo' | 'multi' | 'single';

/** A variable in a listing. */
export interface VariableInfo {
  name: string;
  values: number;
  fetchers: number;
  finders: number;
  mode: Mode | 'unknown';
}

/** A workspace in a listing. */
export interface WorkSpaceInfo {
  name: string;
  mine: boolean;
  owner: string;
  persistent: boolean;
  variables: number;
  /** Names of the variables, if they were asked for. */
  names?: string[];
}

/** A file to read from or write to. */
export type Source = string | Readable;
export type Target = string | Writable;

/** A value to store when a lease is completed: in the delivery's workspace, or in another. */
export type Store = [variable: string, value: unknown] | [workspace: string, variable: string, value: unknown];

/** A value that came from a workspace, and what is known of it. */
export class NwsDelivery<T = any> {
  private constructor();
  readonly value: T;
  readonly variable: string;
  /** How many times the value has been delivered to a fetcher, this time included. */
  readonly attempt: number;
  readonly cursor: [id: number, index: number];
  /** Ends the lease: the value is consumed, and the others are stored in the same step. */
  complete(stores?: Store[]): Promise<void>;
  /** Puts the value back in its place. */
  release(options?: { delay?: number }): Promise<void>;
  /** Puts the value aside, for people to look at. */
  bury(cause: string): Promise<void>;
  /** Gives the lease its full seconds again; false if it has ended. */
  renew(): Promise<boolean>;
  /** Ends several leases of one connection and stores values, all in one step. */
  static completeAll(deliveries: NwsDelivery[], stores?: Store[]): Promise<void>;
  /** Puts the values of several leases of one connection back, all or none. */
  static releaseAll(deliveries: NwsDelivery[], options?: { delay?: number }): Promise<void>;
  /** Gives several leases of one connection their full seconds again; the result are those that have ended. */
  static renewAll(deliveries: NwsDelivery[]): Promise<NwsDelivery[]>;
  /** Writes the value, bytes or text, to a file. */
  writeTo(target: Target, options?: { signal?: AbortSignal }): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Something that happened to a variable; an index of -1: it is about the variable, not a value. */
export interface Change {
  kind: 'made' | 'stored' | 'fetched' | 'returned' | 'buried' | 'dropped' | 'deleted';
  variable: string;
  cursor: [id: number, index: number];
}

/** The changes of a workspace in their order. */
export class NwsWatch implements AsyncIterable<Change> {
  private constructor();
  /** The changes that are there, as soon as there is one; none if the time is up. */
  next(options?: WaitOptions): Promise<Change[]>;
  /** Ends the watch. */
  close(): Promise<void>;
  [Symbol.asyncIterator](): AsyncIterator<Change>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A value that was put aside. */
export interface BuriedValue<T = any> {
  value: T;
  index: number;
  cause: string;
  attempt: number;
  time: Date;
}

/** Goes through the values of a variable. */
export class NwsValueIterator<T = any> implements AsyncIterableIterator<T> {
  private constructor();
  next(): Promise<IteratorResult<T, any>>;
  return(value?: any): Promise<IteratorReturnResult<any>>;
  /** Writes the next value to a file; 0 when there is none now. */
  writeTo(target: Target): Promise<number>;
  /** Starts again from the beginning of the variable. */
  reset(): void;
  /** Lets an iterator that has ended go on behind the last value. */
  restart(): void;
  [Symbol.asyncIterator](): this;
}

/** A server of workspaces. The connection is made by the first operation. */
export class NwsServer {
  constructor(options?: ServerOptions);
  /** Connects at once. */
  static connect(options?: ServerOptions): Promise<NwsServer>;
  get host(): string;
  get port(): number;
  /** Whether it is spoken to through TLS. */
  get tls(): boolean;
  /** The SHA-256 of the certificate that alone is trusted. */
  get pin(): string | undefined;
  /** Address as `NWS_SERVER` has it. */
  get address(): string;
  /** Port of the web console, once connected. */
  get webPort(): number | undefined;
  openWs(wsName: string, options?: OpenOptions): Promise<NetWorkSpace>;
  useWs(wsName: string, options?: UseOptions): Promise<NetWorkSpace>;
  /** A workspace that the first operation opens. */
  workspace(wsName: string, options?: OpenOptions & { useUse?: boolean }): NetWorkSpace;
  /** Makes a workspace with a name of its own. */
  mktempWs(template?: string): Promise<string>;
  deleteWs(wsName: string): Promise<void>;
  listWss(options?: { name?: string; variables?: boolean }): Promise<WorkSpaceInfo[]>;
  /** Lists the finds and fetches that are blocked, those that wait longest first. */
  listWaits(options?: { workspace?: string; count?: number }): Promise<WaitInfo[]>;
  close(): Promise<void>;
  toString(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A workspace: named variables on a server, each with a list of values. The first operation opens it. */
export class NetWorkSpace {
  constructor(wsName?: string, options?: WorkSpaceOptions);
  /** Opens a workspace at once. */
  static open(wsName?: string, options?: WorkSpaceOptions): Promise<NetWorkSpace>;
  get server(): NwsServer;
  currentWs(): string;
  open(): Promise<this>;
  declare(varName: string, mode: Mode): Promise<void>;
  store(varName: string, value: unknown, options?: StoreOptions): Promise<void>;
  /** Stores values in their order, in one message and one step. */
  storeAll(varName: string, values: Iterable<unknown>, options?: StoreOptions): Promise<void>;

  /** Removes a value and returns it, waiting until there is one. */
  fetch<T = any>(varName: string, options?: FetchOptions & { lease?: false }): Promise<T>;
  fetch<T = any>(varName: string | string[], options: FetchOptions & { lease: true | number }): Promise<NwsDelivery<T>>;
  fetch<T = any>(varNames: string[], options?: FetchOptions): Promise<NwsDelivery<T>>;
  /** Removes a value and returns it, if there is one. */
  fetchTry<T = any, M = null>(varName: string, missing?: M, options?: FetchOptions & { lease?: false }): Promise<T | M>;
  fetchTry<T = any, M = null>(
    varName: string | string[], missing: M, options: FetchOptions & { lease: true | number }): Promise<NwsDelivery<T> | M>;
  fetchTry<T = any, M = null>(varNames: string[], missing?: M, options?: FetchOptions): Promise<NwsDelivery<T> | M>;
  /** Removes as many values as are there, up to `count`, waiting until there is one; none if the time is up. */
  fetchMany<T = any>(varName: string, count: number, options?: FetchOptions & { lease?: false }): Promise<T[]>;
  fetchMany<T = any>(
    varName: string | string[], count: number, options: FetchOptions & { lease: true | number }): Promise<NwsDelivery<T>[]>;
  fetchMany<T = any>(varNames: string[], count: number, options?: FetchOptions): Promise<NwsDelivery<T>[]>;
  /** Returns a value without removing it, waiting until there is one. */
  find<T = any>(varName: string, options?: FindOptions): Promise<T>;
  find<T = any>(varNames: string[], options?: FindOptions): Promise<NwsDelivery<T>>;
  /** Returns a value without removing it, if there is one. */
  findTry<T = any, M = null>(varName: string, missing?: M, options?: FindOptions): Promise<T | M>;
  findTry<T = any, M = null>(varNames: string[], missing?: M, options?: FindOptions): Promise<NwsDelivery<T> | M>;

  /** Iterates over all values without removing them, waiting for more at the end. */
  ifind<T = any>(varName: string, options?: IterationOptions): NwsValueIterator<T>;
  /** Iterates over the values that are there, without removing them. */
  ifindTry<T = any>(varName: string, options?: Omit<IterationOptions, 'timeout'>): NwsValueIterator<T>;
  /** Iterates over all values, removing them, and waits for more at the end. */
  ifetch<T = any>(varName: string, options?: IterationOptions): NwsValueIterator<T>;
  /** Iterates over the values that are there, removing them. */
  ifetchTry<T = any>(varName: string, options?: Omit<IterationOptions, 'timeout'>): NwsValueIterator<T>;

  /** Stores bytes from a file or stream as one value; at most `n` if that is not 0. */
  storeFile(varName: string, source: Source, n?: number, options?: { signal?: AbortSignal }): Promise<number>;
  fetchFile(varName: string | string[], target: Target, options?: WaitOptions): Promise<number>;
  fetchTryFile(varName: string | string[], target: Target, options?: WaitOptions): Promise<number>;
  findFile(varName: string | string[], target: Target, options?: WaitOptions): Promise<number>;
  findTryFile(varName: string | string[], target: Target, options?: WaitOptions): Promise<number>;

  /** Begins to watch the variables whose names fit a pattern. */
  watch(varNames?: string): Promise<NwsWatch>;
  listBuried<T = any>(varName: string, options?: { after?: number }): Promise<BuriedValue<T>[]>;
  /** Puts values that were put aside back; how many. */
  replay(varName: string, indices?: number[]): Promise<number>;
  deleteVar(varName: string): Promise<void>;
  listVars(wsName?: string): Promise<VariableInfo[]>;
  close(): Promise<void>;
  toString(): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A permit of a semaphore. */
export class NwsPermit {
  private constructor();
  release(): Promise<void>;
  /** Keeps the permit for its full seconds again; false if it has been lost. */
  renew(): Promise<boolean>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A semaphore that survives the death of its holders. */
export class NwsSemaphore {
  constructor(ws: NetWorkSpace, varName: string, permits?: number, options?: { lease?: number });
  acquire(options?: WaitOptions): Promise<NwsPermit>;
}

/** A barrier that survives the death of those who wait. */
export class NwsBarrier {
  constructor(ws: NetWorkSpace, varName: string, parties: number, options?: { lease?: number });
  /** Waits until all parties do; the result tells how often the barrier had opened before. */
  wait(options?: { timeout?: number }): Promise<number>;
}

/** Base of all errors of workspace operations. */
export class NwsException extends Error {
  constructor(message: string, options?: { code?: string; cause?: unknown });
  /** The server's code for the error, such as `no_workspace`; undefined if it did not come from there. */
  readonly code?: string;
}
/** The communication with the server failed. */
export class NwsServerException extends NwsException {}
/** No connection to the server could be made. */
export class NwsConnectException extends NwsServerException {}
/** The connection to the server is gone. */
export class NwsConnectionDroppedException extends NwsServerException {}
/** The server does not know the operation. */
export class NwsUnsupportedOperationException extends NwsServerException {}
/** The server refused an operation. */
export class NwsOperationException extends NwsException {}
/** The workspace does not exist, or has been deleted. */
export class NwsNoWorkSpaceException extends NwsOperationException {}
/** A variable cannot be declared so. */
export class NwsDeclarationFailedException extends NwsOperationException {}
/** The time was up before a value came. */
export class NwsTimeoutException extends NwsOperationException {}
