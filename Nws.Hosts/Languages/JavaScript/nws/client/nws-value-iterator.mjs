import { whenAborted } from './when-aborted.mjs';

const BEGINNING = Object.freeze([0, -1]);
const LEFT = new Error('the loop was left');

/**
 * Goes through the values of a variable, one after the other: `for await (const value of ws.ifindTry('joe')) ...`.
 *
 * Leaving the loop does not end the iterator; another loop over it goes on behind the last value.
 */
export class NwsValueIterator {
  #ws;
  #varName;
  #method;
  #options;
  #cursor = BEGINNING;
  #ended = false;
  #last = Promise.resolve();
  #waiting;

  /**
   * Made by `ifind`, `ifindTry`, `ifetch` and `ifetchTry`.
   * @param {import('./net-work-space.mjs').NetWorkSpace} ws
   * @param {string} varName
   * @param {'find'|'fetch'} method
   * @param {object} [options] of that method
   */
  constructor(ws, varName, method, options = {}) {
    this.#ws = ws;
    this.#varName = varName;
    this.#method = method;
    this.#options = options;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /**
   * @returns {Promise<{value: *, done: boolean}>} the next value; of the "Try" iterators, done when there is none now
   * @throws {import('./exceptions.mjs').NwsOperationException} the variable was deleted, or is `lifo` or `multi`
   */
  next() {
    return this.#inTurn(async () => {
      const delivery = await this.#deliver({});
      return delivery ? { value: delivery.value, done: false } : { value: undefined, done: true };
    });
  }

  /**
   * Ends a wait that is going on, whose `next` then is done.
   * @returns {Promise<{value: *, done: true}>} what a loop wants to know when it is left
   */
  async return(value) {
    this.#waiting?.abort(LEFT);
    return { value, done: true };
  }

  /**
   * Writes the next value, bytes or text, to a file. If it cannot be written, it is not removed.
   * @param {string|import('node:stream').Writable} target a path or a stream; the stream stays open
   * @returns {Promise<number>} bytes written; 0 when there is no value now
   */
  writeTo(target) {
    return this.#inTurn(async () => {
      const before = this.#cursor;
      const delivery = await this.#deliver(this.#method === 'fetch' ? { lease: true } : {});
      try {
        return delivery ? await delivery.writeTo(target) : 0;
      } catch (error) {
        this.#cursor = before;
        throw error;
      }
    });
  }

  /** Starts again from the beginning of the variable, as if it was new. */
  reset() {
    this.#cursor = BEGINNING;
    this.#ended = false;
  }

  /** Lets an iterator that has ended go on behind the last value. */
  restart() {
    this.#ended = false;
  }

  async #deliver(options) {
    if (this.#ended) return null;
    const how = { ...this.#options, ...options, after: this.#cursor };
    const delivery = await this.#untilLeft(how);
    if (delivery) this.#cursor = delivery.cursor;
    else if (delivery === null) this.#ended = true;
    return delivery;
  }

  /** Waits for the next value; undefined if the loop is left meanwhile. */
  async #untilLeft(options) {
    const { signal } = options;
    const waiting = new AbortController();
    const forget = whenAborted(signal, () => waiting.abort(signal.reason));
    this.#waiting = waiting;
    try {
      return await this.#ws.deliver(this.#method, this.#varName, { ...options, signal: waiting.signal });
    } catch (error) {
      if (error === LEFT) return undefined;
      throw error;
    } finally {
      this.#waiting = undefined;
      forget();
    }
  }

  /** Several calls at once are answered one after the other, for each needs to know where the one before got to. */
  #inTurn(step) {
    const result = this.#last.then(step);
    this.#last = result.catch(() => {});
    return result;
  }
}
