import { inspect } from 'node:util';
import { KIND } from './wire-kinds.mjs';

/**
 * An error that happened in another program, maybe in another language. It can be thrown, printed, and stored again
 * unchanged.
 */
export class NwsRemoteError extends Error {
  get [KIND]() {
    return 'error';
  }

  /**
   * @param {import('./error-record.mjs').ErrorRecord} record what is known of the error
   */
  constructor({ type, message, stack = '', language = '', cause }) {
    super(message);
    Object.defineProperty(this, 'name', { value: 'NwsRemoteError' });
    /** Class name of the error where it happened. */
    this.type = type;
    /** Language it happened in: `csharp`, `python`, `javascript` or `r`. */
    this.language = language;
    /** Stack as that language writes it; may be empty. */
    this.remoteStack = stack;
    if (cause !== undefined) {
      Object.defineProperty(this, 'cause', { value: cause, writable: true, configurable: true });
    }
    const shown = stack ? `${this}\n${stack}` : String(this);
    Object.defineProperty(this, 'stack', { value: shown, writable: true, configurable: true });
  }

  /** @returns {string} `Type: message` as it was there */
  toString() {
    return this.message ? `${this.type}: ${this.message}` : this.type;
  }

  [inspect.custom](depth, options) {
    const cause = this.cause === undefined ? '' : `\n[cause]: ${inspect(this.cause, options)}`;
    return `${this.stack} (${this.language || 'remote'})${cause}`;
  }
}
