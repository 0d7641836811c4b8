import { writeBytes } from './file-transfer.mjs';

/**
 * A value that came from a workspace, and what is known of it.
 *
 * Of a `fetch` with `lease: true`, the value stays in flight until `complete` or `release`, or goes back when the
 * connection ends.
 */
export class NwsDelivery {
  #ws;
  #lease;
  #leased;
  #settled;

  /**
   * Made by `fetch` and `find`.
   * @param {import('./net-work-space.mjs').NetWorkSpace} ws
   * @param {Array} delivery as the server sends it
   * @param {boolean} [leased] whether the program says what becomes of the value
   */
  constructor(ws, [value, variable, id, index, lease, attempt], leased = false) {
    this.#ws = ws;
    this.#lease = lease;
    this.#leased = leased;
    this.#settled = !leased;
    /** The value. */
    this.value = value;
    /** Name of the variable it came from. */
    this.variable = variable;
    /** How many times this value has been delivered to a fetcher, this time included. */
    this.attempt = attempt;
    /** Where it was: the variable's id and the value's index, for iteration. */
    this.cursor = [id, index];
  }

  /**
   * Ends the lease: the value is consumed. Optionally stores values in the same atomic step.
   * @param {Array<[string, *]|[string, string, *]>} [stores] pairs of variable and value, or triples of workspace,
   *   variable and value
   * @returns {Promise<void>}
   * @throws {import('./exceptions.mjs').NwsOperationException} the lease has ended, or a store was refused: then
   *   nothing was stored
   */
  async complete(stores = []) {
    const triples = stores.map((store) => store.length === 2 ? [this.#ws.currentWs(), ...store] : store);
    await this.#ws.server.request('complete', triples.length > 0 ? [this.#lease, triples] : [this.#lease]);
    this.#settled = true;
  }

  /**
   * Puts the value back in its place.
   * @returns {Promise<void>}
   * @throws {import('./exceptions.mjs').NwsOperationException} the lease has ended
   */
  async release() {
    await this.#ws.server.request('release', [this.#lease]);
    this.#settled = true;
  }

  /** Puts a leased value back at the end of an `await using` block, unless it was completed or released there. */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    if (!this.#settled) await this.release();
  }

  /**
   * Writes the value, bytes or text, to a file. A leased value is completed when it is written and released if it
   * cannot be.
   * @param {string|import('node:stream').Writable} target a path or a stream; the stream stays open
   * @param {object} [options]
   * @param {AbortSignal} [options.signal] ends the writing: the stream is destroyed
   * @returns {Promise<number>} bytes written
   */
  async writeTo(target, { signal } = {}) {
    try {
      const count = await writeBytes(this.value, target, signal);
      if (this.#leased) await this.complete();
      return count;
    } catch (error) {
      if (this.#leased) await this.release().catch(() => {});
      throw error;
    }
  }
}
