import { NwsRemoteError } from '../values/nws-remote-error.mjs';

/** Base of all errors of a Sleigh. */
export class SleighException extends Error {
  /**
   * @param {string} message
   * @param {{cause?: *}} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = this.constructor.name;
  }
}

/** The results of a `SleighPending` have been gathered already. */
export class SleighGatheredException extends SleighException {}

/**
 * An argument or option has a value that makes no sense. Of a function that uses what does not travel with it,
 * `captured` lists the names.
 */
export class SleighIllegalValueException extends SleighException {}

/** Not all workers have joined in time. */
export class SleighJoinException extends SleighException {}

/** An operation on the Sleigh's workspaces failed; `cause` tells which and why. */
export class SleighNwsException extends SleighException {}

/** The Sleigh is busy. Never thrown: a Sleigh takes several jobs at once. Programs that catch it go on working. */
export class SleighOccupiedException extends SleighException {}

/** Workers cannot be started. */
export class SleighScriptException extends SleighException {}

/** The Sleigh has been stopped. */
export class SleighStoppedException extends SleighException {}

/**
 * A task failed. Such objects stand in the list of results in the place of a value; with `collectErrors: false` the
 * first is thrown.
 */
export class SleighTaskException extends SleighException {
  /**
   * @param {import('../values/error-record.mjs').ErrorRecord} record what the worker tells of the error
   * @param {{index: number, rank: number}} task number of the element, rank of the worker that ran it
   */
  constructor({ type, message, stack = '', language = '', cause }, { index, rank }) {
    super(`${type}: ${message}`, cause && { cause: remoteError(cause) });
    /** Class name of the error in its language. */
    this.remoteType = type;
    /** Its message. */
    this.remoteMessage = message;
    /** The frames of the task's code, as its language writes them; may be empty. */
    this.remoteStack = stack;
    /** The task's language: `csharp`, `python`, `javascript` or `r`. */
    this.language = language;
    /** Number of the element, from 0; of `eachWorker`, the rank. */
    this.tag = index;
    /** The same. */
    this.index = index;
    /** Rank of the worker that ran the task. */
    this.rank = rank;
    this.stack = stack ? `${this.name}: ${this.message}\n${stack}` : `${this.name}: ${this.message}`;
  }
}

function remoteError({ cause, ...record }) {
  return new NwsRemoteError({ ...record, ...cause && { cause: remoteError(cause) } });
}
