import { buriedValue, content, nothingCame } from './delivery-content.mjs';
import { readBytes } from './file-transfer.mjs';
import { NwsDelivery } from './nws-delivery.mjs';
import { NwsServer } from './nws-server.mjs';
import { NwsValueIterator } from './nws-value-iterator.mjs';
import { NwsWatch } from './nws-watch.mjs';
import { unlessAborted } from './when-aborted.mjs';
import { storeOptions, wireOptions } from './wire-options.mjs';

/**
 * A workspace: named variables on a server, each with a list of values. The first operation opens it.
 *
 * ```js
 * const ws = new NetWorkSpace('bayport');
 * await ws.store('joe', 17);
 * const age = await ws.fetch('joe');
 * ```
 *
 * Options of `fetch`, `find` and their relatives: `timeout` (seconds to wait for a value), `signal` (an `AbortSignal`
 * that ends the wait), `exact` (wrap floats that look like integers, see `NwsFloat64`), and for `fetch` also `lease`
 * (the value stays in flight until the `NwsDelivery` is completed or released; a number is the seconds until it goes
 * back by itself, unless it is renewed). Those of `store` and `storeAll`: see `storeOptions`.
 *
 * A list of variables stands for the first that has a value; the result is then an `NwsDelivery`, which tells which.
 */
export class NetWorkSpace {
  #name;
  #options;
  #server;
  #ownServer;
  #opening;
  #isOpen = false;

  /**
   * @param {string} [wsName]
   * @param {object} [options] also those of `NwsServer`, unless `server` is given
   * @param {NwsServer} [options.server] a server this program is connected to already
   * @param {boolean} [options.useUse] never become the owner
   * @param {boolean} [options.persistent] if this program becomes the owner: the workspace outlives the connection
   * @param {boolean} [options.create] make the workspace if there is none; true by default
   */
  constructor(wsName = '__default', { server, useUse = false, persistent, create, ...serverOptions } = {}) {
    this.#name = wsName;
    this.#options = { useUse, persistent, create };
    this.#server = server ?? new NwsServer(serverOptions);
    this.#ownServer = server === undefined;
  }

  /**
   * Opens a workspace at once.
   * @param {string} [wsName]
   * @param {object} [options] as for the constructor
   * @returns {Promise<NetWorkSpace>}
   * @throws {import('./exceptions.mjs').NwsException}
   */
  static async open(wsName, options) {
    return new NetWorkSpace(wsName, options).open();
  }

  /** The server it is on. */
  get server() {
    return this.#server;
  }

  /** @returns {string} the workspace's name */
  currentWs() {
    return this.#name;
  }

  /**
   * Opens the workspace, which the first operation would do otherwise.
   * @returns {Promise<NetWorkSpace>} itself
   * @throws {import('./exceptions.mjs').NwsException}
   */
  async open() {
    this.#opening ??= this.#open();
    await this.#opening;
    return this;
  }

  /**
   * Declares a variable's mode, which the first store would make `fifo`.
   * @param {string} varName
   * @param {'fifo'|'lifo'|'multi'|'single'} mode
   * @returns {Promise<void>}
   * @throws {import('./exceptions.mjs').NwsDeclarationFailedException} it has another mode already
   */
  async declare(varName, mode) {
    await this.#request('declare', [varName, mode]);
  }

  /**
   * Stores a value.
   * @param {string} varName
   * @param {*} value
   * @param {object} [options] see above
   * @returns {Promise<void>}
   * @throws {import('../values/nws-value-error.mjs').NwsValueError} the value cannot be stored; the message says what
   *   in it
   */
  async store(varName, value, options) {
    await this.#request('store', [varName, value, ...storeOptions(options)]);
  }

  /**
   * Stores values in their order, in one message and one step: all of them or, on an error, none.
   * @param {string} varName
   * @param {Iterable<*>} values
   * @param {object} [options] see above
   * @returns {Promise<void>}
   * @throws {import('../values/nws-value-error.mjs').NwsValueError} one of them cannot be stored; nothing was
   */
  async storeAll(varName, values, options) {
    await this.#request('storeAll', [varName, [...values], ...storeOptions(options)]);
  }

  /**
   * Removes a value and returns it, waiting until there is one.
   * @param {string|string[]} varName a variable or several
   * @param {object} [options] see above
   * @returns {Promise<*>} the value; of several variables, or with `lease`, an `NwsDelivery`
   * @throws {import('./exceptions.mjs').NwsTimeoutException} the time was up
   */
  fetch(varName, options) {
    return this.#await('fetch', varName, options);
  }

  /**
   * Removes a value and returns it, if there is one.
   * @param {string|string[]} varName
   * @param {*} [missing] returned if there is none
   * @param {object} [options] as for `fetch`; with a `timeout` it waits that long
   * @returns {Promise<*>}
   */
  fetchTry(varName, missing = null, options = {}) {
    return this.#try('fetch', varName, missing, options);
  }

  /**
   * Removes as many values as are there, waiting until there is one. All come from the same variable.
   * @param {string|string[]} varName a variable, or several, of which the first counts that has a value
   * @param {number} count how many at most; the server gives 1,000 unless it is told otherwise, and no more than 1 MiB,
   *   but always one
   * @param {object} [options] as for `fetch`
   * @returns {Promise<Array<*>>} the values, or instances of `NwsDelivery` where `fetch` would return one; none if the
   *   time was up
   */
  async fetchMany(varName, count, options = {}) {
    const { signal, exact } = options;
    const wire = wireOptions('fetch', { ...options, count });
    const how = { signal, exact, blocking: wire.timeout !== 0, delivers: true, many: true, leases: wire.lease };
    const deliveries = await this.#request('fetch', [varName, wire], how) ?? [];
    return deliveries.map((delivery) => content(new NwsDelivery(this, delivery, wire.lease), varName, options));
  }

  /**
   * Returns a value without removing it, waiting until there is one.
   * @param {string|string[]} varName a variable or several
   * @param {object} [options] see above
   * @returns {Promise<*>}
   * @throws {import('./exceptions.mjs').NwsTimeoutException} the time was up
   */
  find(varName, options) {
    return this.#await('find', varName, options);
  }

  /**
   * Returns a value without removing it, if there is one.
   * @param {string|string[]} varName
   * @param {*} [missing] returned if there is none
   * @param {object} [options] as for `find`; with a `timeout` it waits that long
   * @returns {Promise<*>}
   */
  findTry(varName, missing = null, options = {}) {
    return this.#try('find', varName, missing, options);
  }

  /**
   * Iterates over all values without removing them, waiting for more at the end.
   * @param {string} varName a `fifo` or `single` variable
   * @param {object} [options] `signal`, `exact`
   * @returns {NwsValueIterator}
   */
  ifind(varName, options) {
    return new NwsValueIterator(this, varName, 'find', options);
  }

  /**
   * Iterates over the values that are there, without removing them.
   * @param {string} varName a `fifo` or `single` variable
   * @param {object} [options] `signal`, `exact`
   * @returns {NwsValueIterator}
   */
  ifindTry(varName, options) {
    return new NwsValueIterator(this, varName, 'find', { ...options, timeout: 0 });
  }

  /**
   * Iterates over all values, removing them, and waits for more at the end.
   * @param {string} varName a `fifo` or `single` variable
   * @param {object} [options] `signal`, `exact`
   * @returns {NwsValueIterator}
   */
  ifetch(varName, options) {
    return new NwsValueIterator(this, varName, 'fetch', options);
  }

  /**
   * Iterates over the values that are there, removing them.
   * @param {string} varName a `fifo` or `single` variable
   * @param {object} [options] `signal`, `exact`
   * @returns {NwsValueIterator}
   */
  ifetchTry(varName, options) {
    return new NwsValueIterator(this, varName, 'fetch', { ...options, timeout: 0 });
  }

  /**
   * Stores bytes from a file or stream as one value.
   * @param {string} varName
   * @param {string|import('node:stream').Readable} source a path, or a stream, of which the bytes are taken that come
   *   next
   * @param {number} [n] bytes to take at most; 0 for all
   * @param {object} [options]
   * @param {AbortSignal} [options.signal] ends the wait for bytes: nothing is stored, and a stream that was being
   *   read is destroyed
   * @returns {Promise<number>} bytes stored; 0 if there were none, and then nothing was stored
   */
  async storeFile(varName, source, n = 0, { signal } = {}) {
    await unlessAborted(this.open(), signal);
    const { welcome } = await this.#server.connection();
    const bytes = await readBytes(source, { count: n, limit: welcome.limits?.value ?? Infinity, signal });
    if (bytes.length > 0) await this.store(varName, bytes);
    return bytes.length;
  }

  /**
   * Removes a value and writes it to a file, waiting until there is one. If it cannot be written, it is not removed.
   * @param {string|string[]} varName
   * @param {string|import('node:stream').Writable} target a path or a stream; the stream stays open
   * @param {object} [options] `timeout`, `signal`
   * @returns {Promise<number>} bytes written
   */
  async fetchFile(varName, target, options) {
    return this.#written(await this.#awaitDelivery('fetch', varName, { ...options, lease: true }), target, options);
  }

  /**
   * Removes a value and writes it to a file, if there is one.
   * @param {string|string[]} varName
   * @param {string|import('node:stream').Writable} target
   * @param {object} [options] `timeout`, `signal`
   * @returns {Promise<number>} bytes written; 0 if there was no value
   */
  async fetchTryFile(varName, target, options) {
    const how = { timeout: 0, ...options, lease: true };
    return this.#written(await this.deliver('fetch', varName, how), target, options);
  }

  /**
   * Writes a value to a file without removing it, waiting until there is one.
   * @param {string|string[]} varName
   * @param {string|import('node:stream').Writable} target
   * @param {object} [options] `timeout`, `signal`
   * @returns {Promise<number>} bytes written
   */
  async findFile(varName, target, options) {
    return this.#written(await this.#awaitDelivery('find', varName, options), target, options);
  }

  /**
   * Writes a value to a file without removing it, if there is one.
   * @param {string|string[]} varName
   * @param {string|import('node:stream').Writable} target
   * @param {object} [options] `timeout`, `signal`
   * @returns {Promise<number>} bytes written; 0 if there was no value
   */
  async findTryFile(varName, target, options) {
    return this.#written(await this.deliver('find', varName, { timeout: 0, ...options }), target, options);
  }

  /**
   * Begins to watch what happens to variables, from now on.
   * @param {string} [varNames] pattern of their names: `*` stands for any characters, `?` for one
   */
  async watch(varNames = '*') {
    return new NwsWatch(this.#server, await this.#request('watch', [{ variables: varNames }]));
  }

  /**
   * Lists values that were put aside (`NwsDelivery.bury`), at most as many as one fetch may take.
   * @param {string} varName
   * @param {{after?: number}} [options] index of the last one seen before
   * @returns {Promise<Array<{value: *, index: number, cause: string, attempt: number, time: Date}>>}
   */
  async listBuried(varName, { after = -1 } = {}) {
    return (await this.#request('listBuried', [varName, { after }])).map(buriedValue);
  }

  /**
   * Puts values that were put aside back in their places; by default all.
   * @returns {Promise<number>} how many came back
   */
  replay(varName, indices) {
    return this.#request('replay', indices ? [varName, indices] : [varName]);
  }

  /**
   * Deletes a variable with its values; whatever waits for it fails.
   * @param {string} varName
   * @returns {Promise<void>}
   */
  async deleteVar(varName) {
    await this.#request('deleteVar', [varName]);
  }

  /**
   * Lists the variables.
   * @param {string} [wsName] of another workspace
   * @returns {Promise<Array<{name: string, values: number, fetchers: number, finders: number, mode: string}>>}
   */
  async listVars(wsName = this.#name) {
    if (wsName === this.#name) await this.open();
    return this.#server.request('listVars', [wsName]);
  }

  /**
   * Closes the connection to the server, if it is this object's own.
   * @returns {Promise<void>}
   */
  async close() {
    if (this.#ownServer) await this.#server.close();
  }

  /** Closes at the end of a block. */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.close();
  }

  /** @returns {string} */
  toString() {
    return `NetWorkSpace '${this.#name}' on ${this.#server}`;
  }

  /**
   * The request behind all the ways to get values.
   * @param {'fetch'|'find'} method
   * @param {string|string[]} varName
   * @param {object} [options] those of `fetch`, and `after`: the cursor of the delivery before
   * @returns {Promise<NwsDelivery|null>} null if the time was up
   */
  async deliver(method, varName, options = {}) {
    const { signal, exact } = options;
    const wire = wireOptions(method, options);
    const params = Object.keys(wire).length > 0 ? [varName, wire] : [varName];
    const how = { signal, exact, blocking: wire.timeout !== 0, delivers: method === 'fetch', leases: wire.lease };
    const delivery = await this.#request(method, params, how);
    return delivery && new NwsDelivery(this, delivery, wire.lease);
  }

  async #awaitDelivery(method, varName, options) {
    const delivery = await this.deliver(method, varName, options);
    if (delivery) return delivery;
    throw nothingCame(varName, this, options.timeout);
  }

  async #await(method, varName, options = {}) {
    return content(await this.#awaitDelivery(method, varName, options), varName, options);
  }

  async #try(method, varName, missing, options) {
    const delivery = await this.deliver(method, varName, { timeout: 0, ...options });
    return delivery ? content(delivery, varName, options) : missing;
  }

  async #written(delivery, target, options) {
    return delivery ? delivery.writeTo(target, options) : 0;
  }

  #request(method, params, options) {
    const bound = this.#server.bindToAsker(options);
    const request = () => this.#server.request(method, [this.#name, ...params], bound);
    return this.#isOpen ? request() : unlessAborted(this.open(), options?.signal).then(request);
  }

  async #open() {
    const { useUse, ...options } = this.#options;
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    if (useUse) delete given.persistent;
    try {
      await this.#server.request(useUse ? 'use' : 'open', [this.#name, given]);
      this.#isOpen = true;
    } catch (error) {
      // The next operation may try again.
      this.#opening = undefined;
      throw error;
    }
  }
}
