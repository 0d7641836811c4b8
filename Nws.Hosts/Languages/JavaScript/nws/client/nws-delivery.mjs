import { writeBytes } from './file-transfer.mjs';

/**
 * A value that came from a workspace, and what is known of it.
 *
 * Of a `fetch` with `lease: true`, the value stays in flight until `complete` or `release`, or goes back when the
 * connection ends. With a number of seconds as `lease` it goes back after that time, unless it is renewed; then `complete`
 * and `release` fail with the code `no_lease`.
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
    await NwsDelivery.completeAll([this], stores);
  }

  /**
   * Puts the value back in its place.
   * @returns {Promise<void>}
   * @throws {import('./exceptions.mjs').NwsOperationException} the lease has ended
   */
  async release() {
    await NwsDelivery.releaseAll([this]);
  }

  /**
   * Gives the lease its full seconds again.
   * @returns {Promise<boolean>} false if it has ended: the value may be somebody else's
   */
  async renew() {
    return (await NwsDelivery.renewAll([this])).length === 0;
  }

  /**
   * Like `complete`, for several deliveries of one connection, all in one step.
   * @param {NwsDelivery[]} deliveries
   * @param {Array<[string, *]|[string, string, *]>} [stores] pairs are for the workspace of the first delivery
   * @returns {Promise<void>}
   * @throws {import('./exceptions.mjs').NwsOperationException} a lease has ended, or a store was refused: then nothing was
   *   done
   */
  static async completeAll(deliveries, stores = []) {
    const triples = stores.map((store) => store.length === 2 ? [deliveries[0].#ws.currentWs(), ...store] : store);
    await NwsDelivery.#end('complete', deliveries, triples.length > 0 ? [triples] : []);
  }

  /**
   * Puts the values of several deliveries of one connection back in their places, all or none.
   * @param {NwsDelivery[]} deliveries
   * @returns {Promise<void>}
   * @throws {import('./exceptions.mjs').NwsOperationException} a lease has ended
   */
  static async releaseAll(deliveries) {
    await NwsDelivery.#end('release', deliveries, []);
  }

  /**
   * Gives several leases of one connection their full seconds again.
   * @param {NwsDelivery[]} deliveries
   * @returns {Promise<NwsDelivery[]>} those whose lease has ended
   */
  static async renewAll(deliveries) {
    if (deliveries.length === 0) return [];
    const ended = new Set(await NwsDelivery.#request('renew', deliveries, []));
    return deliveries.filter((delivery) => ended.has(delivery.#lease));
  }

  static async #end(method, deliveries, params) {
    if (deliveries.length === 0) throw new RangeError(`there is nothing to ${method}: the list of deliveries is empty`);
    await NwsDelivery.#request(method, deliveries, params);
    for (const delivery of deliveries) delivery.#settled = true;
  }

  static #request(method, deliveries, params) {
    const { server } = deliveries[0].#ws;
    if (deliveries.some((delivery) => delivery.#ws.server !== server)) {
      throw new TypeError('the deliveries belong to different connections; each can be ended on its own only');
    }
    const leases = deliveries.map((delivery) => delivery.#lease);
    return server.request(method, [leases.length > 1 ? leases : leases[0], ...params]);
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
