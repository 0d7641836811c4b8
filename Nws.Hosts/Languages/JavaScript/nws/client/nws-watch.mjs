import { NwsException } from './exceptions.mjs';

/**
 * The changes of a workspace in their order: `for await (const { kind, variable, cursor } of await ws.watch('x*'))
 * ...`. Kinds are `made`, `stored`, `fetched`, `returned`, `buried`, `dropped` and `deleted`; an index of -1 in the
 * cursor means that it is about the variable, not a value. Whoever does not take them in time loses the watch: an
 * `NwsOperationException` with code `no_watch`. Leaving the loop ends the watch.
 */
export class NwsWatch {
  #server;
  #number;

  /**
   * Made by `NetWorkSpace.watch`.
   * @param {import('./nws-server.mjs').NwsServer} server
   * @param {number} number
   */
  constructor(server, number) {
    this.#server = server;
    this.#number = number;
  }

  /**
   * The changes that are there, as soon as there is one.
   * @param {object} [options]
   * @param {number} [options.timeout] seconds to wait for one
   * @param {AbortSignal} [options.signal] ends the wait
   * @returns {Promise<Array<{kind: string, variable: string, cursor: [number, number]}>>} none if the time was up
   * @throws {import('./exceptions.mjs').NwsOperationException} the watch has ended
   */
  async next({ timeout, signal } = {}) {
    const options = timeout === undefined ? {} : { timeout };
    const changes = await this.#server.request('changes', [this.#number, options], { signal, blocking: timeout !== 0 });
    return (changes ?? []).map(([kind, variable, ...cursor]) => ({ kind, variable, cursor }));
  }

  /**
   * Ends the watch.
   * @returns {Promise<void>}
   */
  async close() {
    try {
      await this.#server.request('unwatch', [this.#number]);
    } catch (error) {
      // It has ended already, or its connection has.
      if (!(error instanceof NwsException)) throw error;
    }
  }

  /** Change after change. */
  async* [Symbol.asyncIterator]() {
    try {
      for (;;) yield* await this.next();
    } finally {
      await this.close();
    }
  }

  /** Ends the watch at the end of an `await using` block. */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.close();
  }
}
