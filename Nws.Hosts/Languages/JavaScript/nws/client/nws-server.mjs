import { basename } from 'node:path';
import { Connection } from './connection.mjs';
import { NwsConnectionDroppedException, NwsException } from './exceptions.mjs';
import { NetWorkSpace } from './net-work-space.mjs';
import { addressText, serverAddress } from './server-address.mjs';

/**
 * A server of workspaces. The connection is made by the first operation.
 *
 * ```js
 * const server = new NwsServer();
 * const ws = await server.openWs('bayport');
 * ```
 */
export class NwsServer {
  #address;
  #client;
  #grace;
  #onConnectionChange;
  #connecting;
  #connection;
  #closing = new AbortController();

  /**
   * @param {object} [options]
   * @param {string} [options.host] by default that of the environment variable `NWS_SERVER` (`host:port`), else
   *   `localhost`
   * @param {number} [options.port] by default that of `NWS_SERVER`, else 8765
   * @param {string} [options.address] both in one: `host:port`, with TLS `nwss://host:port#pin`
   * @param {string} [options.token] the server's token, by default the environment variable `NWS_TOKEN`
   * @param {string} [options.client] name of this program, shown in listings
   * @param {number} [options.grace] for how many seconds a connection that is lost is made again before what waits on it
   *   fails, at most as long as the server allows, which is the default; 0: not at all, and if this program dies, its
   *   values go to others at once
   * @param {(state: 'reconnecting'|'connected'|'closed', reason: string) => void} [options.onConnectionChange]
   * @throws {RangeError} a malformed address
   */
  constructor(options = {}) {
    this.#address = serverAddress(options);
    this.#grace = options.grace;
    this.#onConnectionChange = options.onConnectionChange;
    this.#client = options.client ?? basename(process.argv[1] ?? 'node');
  }

  /**
   * Connects at once.
   * @param {object} [options] as for the constructor
   * @returns {Promise<NwsServer>}
   * @throws {import('./exceptions.mjs').NwsConnectException} nobody answers there, or the token is wrong
   */
  static async connect(options) {
    const server = new NwsServer(options);
    await server.connection();
    return server;
  }

  /** The server's host. */
  get host() {
    return this.#address.host;
  }

  /** The server's port. */
  get port() {
    return this.#address.port;
  }

  /** The server's address, as the option `address` and `NWS_SERVER` have it. */
  get address() {
    return addressText(this.#address);
  }

  /** Whether it is spoken to through TLS. */
  get tls() {
    return this.#address.tls;
  }

  /** The SHA-256 of the certificate that alone is trusted; undefined without one. */
  get pin() {
    return this.#address.pin;
  }

  /** Port of the web console, once connected; undefined if the server has none. */
  get webPort() {
    return this.#connection?.welcome.web;
  }

  /** Gives the options of a request the lifetime of who asks now, see `Connection.request`: a kernel puts that of the running task here. */
  bindToAsker = (options) => options;

  /**
   * Opens a workspace, becoming its owner if it has none.
   * @param {string} wsName
   * @param {object} [options]
   * @param {boolean} [options.persistent] if this program becomes the owner: the workspace outlives the connection
   * @param {boolean} [options.create] make the workspace if there is none; true by default
   * @returns {Promise<NetWorkSpace>}
   * @throws {import('./exceptions.mjs').NwsNoWorkSpaceException} there is none, and it was not to be made
   */
  async openWs(wsName, options = {}) {
    return this.workspace(wsName, { ...options, useUse: false }).open();
  }

  /**
   * Uses a workspace without ever becoming its owner.
   * @param {string} wsName
   * @param {object} [options]
   * @param {boolean} [options.create] make the workspace if there is none; true by default
   * @returns {Promise<NetWorkSpace>}
   * @throws {import('./exceptions.mjs').NwsNoWorkSpaceException} there is none, and it was not to be made
   */
  async useWs(wsName, options = {}) {
    return this.workspace(wsName, { ...options, useUse: true }).open();
  }

  /**
   * A workspace that its first operation will open.
   * @param {string} wsName
   * @param {object} [options] as for the constructor of `NetWorkSpace`
   * @returns {NetWorkSpace}
   */
  workspace(wsName, options = {}) {
    return new NetWorkSpace(wsName, { ...options, server: this });
  }

  /**
   * Makes a workspace under a new name. Nobody owns it until somebody opens it.
   * @param {string} [template] of the name, with one `%d` (or `%04d`)
   * @returns {Promise<string>} the name
   */
  mktempWs(template = '__jsws__%d') {
    return this.request('mktemp', [template]);
  }

  /**
   * Deletes a workspace with everything in it; whatever waits there fails.
   * @param {string} wsName
   * @returns {Promise<void>}
   */
  async deleteWs(wsName) {
    await this.request('deleteWs', [wsName]);
  }

  /**
   * Lists the workspaces.
   * @param {object} [options]
   * @param {string} [options.name] only this one
   * @param {boolean} [options.variables] also the names of their variables, in `names`
   * @returns {Promise<Array<{name: string, mine: boolean, owner: string, persistent: boolean, variables: number,
   *   names?: string[]}>>}
   */
  listWss(options = {}) {
    return this.request('listWss', [options]);
  }

  /**
   * Lists the finds and fetches that are blocked, those that wait longest first, with what may be the reason.
   * @param {object} [options]
   * @param {string} [options.workspace] only in this one
   * @param {number} [options.count] how many at most; 100 by default
   * @returns {Promise<Array<import('../types/client.d.ts').WaitInfo>>}
   */
  listWaits(options = {}) {
    return this.request('listWaits', [options]);
  }

  /**
   * Closes the connection. Workspaces owned by this program that are not persistent are deleted; whatever waits fails.
   * @returns {Promise<void>}
   */
  async close() {
    this.#closing.abort(new Error('this program closed it'));
    const connection = await this.#connecting?.catch(() => undefined);
    await connection?.close();
  }

  /** Closes the connection at the end of an `await using` block. */
  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.close();
  }

  /**
   * Makes a request of the protocol.
   * @param {string} method
   * @param {Array} params
   * @param {object} [options] see `Connection.request`
   * @returns {Promise<*>}
   */
  async request(method, params, options) {
    try {
      const connection = this.#connection ?? await this.connection();
      const result = await connection.request(method, params, options);
      if (method === 'open' || method === 'use') connection.noteOpened(params[0], true);
      else if (method === 'mktemp') connection.noteOpened(result, true);
      else if (method === 'deleteWs') connection.noteOpened(params[0], false);
      return result;
    } catch (error) {
      // Made when the answer arrived, the error knows nothing of the lines that wait for it; here it can see them.
      if (error instanceof NwsException) Error.captureStackTrace(error);
      throw error;
    }
  }

  /**
   * The connection, made now if there is none yet.
   * @returns {Promise<Connection>}
   * @throws {import('./exceptions.mjs').NwsConnectException} nobody answers there, or the token is wrong
   */
  connection() {
    if (this.#closing.signal.aborted) {
      return Promise.reject(new NwsConnectionDroppedException(`this program closed its ${this}`));
    }
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  /** @returns {string} */
  toString() {
    return `NwsServer ${this.host}:${this.port}`;
  }

  async #connect() {
    try {
      const target = { ...this.#address, client: this.#client, grace: this.#grace, signal: this.#closing.signal };
      this.#connection = await Connection.open(target);
      if (this.#onConnectionChange) this.#connection.onChange = this.#onConnectionChange;
      return this.#connection;
    } catch (error) {
      // The next operation may try again: perhaps the server is started meanwhile.
      this.#connecting = undefined;
      throw error;
    }
  }
}
