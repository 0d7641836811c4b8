import { Decoder } from '../values/decoder.mjs';
import { MessagePackReader } from '../values/message-pack-reader.mjs';
import { CONNECT_TIMEOUT, dial, NO_ANSWER } from './dial.mjs';
import { NwsConnectException, NwsConnectionDroppedException, NwsOperationException } from './exceptions.mjs';
import { MessageScanner, skipValue } from './message-scanner.mjs';
import { encodeMessage, Outbox } from './outbox.mjs';
import { PendingRequest, PendingRequests } from './pending-requests.mjs';
import { whenAborted } from './when-aborted.mjs';

const PROTOCOL = 1;
const RESPONSE = 1;
const CLOSE_TIMEOUT = 1000;
const ROOM_AROUND_VALUE = 64 * 1024;

/**
 * One connection to a server, on which any number of requests may wait at the same time.
 *
 * Every request has exactly one end: the server's answer, or the loss of the connection. While nothing waits, the
 * connection does not keep the program alive.
 */
export class Connection {
  #socket;
  #outbox;
  #pending = new PendingRequests();
  #messageLimit = Infinity;
  #farewell;
  #ended;

  /** What the server said of itself: `protocol`, `server`, `session`, `limits`, maybe `web`. */
  welcome = {};

  /**
   * Connects and introduces this program.
   * @param {object} target
   * @param {string} target.host
   * @param {number} target.port
   * @param {string} [target.token]
   * @param {string} [target.client] name of this program, shown in listings
   * @param {AbortSignal} [target.signal] ends the attempt
   * @returns {Promise<Connection>}
   * @throws {NwsConnectException} nobody answers there, or the token is wrong
   */
  static async open({ host, port, token, client = '', signal }) {
    const connection = new Connection(await dial(host, port, signal), `${host}:${port}`);
    const introduction = { protocol: PROTOCOL, client, language: 'javascript', confirm: true };
    await connection.#hello(token ? { ...introduction, token } : introduction, signal);
    return connection;
  }

  /** @private */
  constructor(socket, where) {
    /** The server's `host:port`. */
    this.where = where;
    this.#socket = socket;
    this.#outbox = new Outbox(socket);
    const scanner = new MessageScanner((message) => this.#receive(message));
    socket.on('data', (chunk) => this.#scan(scanner, chunk));
    socket.on('error', (error) => { this.#farewell ??= error.message; });
    socket.on('close', () => this.#end(this.#farewell ?? 'the server closed it'));
  }

  /** Whether the connection is gone. */
  get closed() {
    return this.#ended !== undefined;
  }

  /**
   * @param {string} method
   * @param {Array} params
   * @param {object} [options]
   * @param {boolean} [options.blocking] the server may take its time to answer
   * @param {boolean} [options.delivers] the result is a delivery; it is confirmed when it has arrived
   * @param {boolean} [options.many] the result is a list of deliveries
   * @param {boolean} [options.leases] the program itself will say what becomes of the delivery
   * @param {boolean} [options.exact] see `decode`
   * @param {AbortSignal} [options.signal] ends the wait; if a value was already on its way, it is the result
   * @returns {Promise<*>} the server's result
   * @throws {import('./exceptions.mjs').NwsException}
   */
  request(method, params, options = {}) {
    if (options.signal?.aborted) return Promise.reject(options.signal.reason);
    if (this.closed) return Promise.reject(this.#dropped());
    return new Promise((resolve, reject) => {
      const request = new PendingRequest(resolve, reject, options);
      const full = this.#pending.full;
      const id = this.#pending.add(request);
      try {
        this.#post([0, id, method, params], full);
      } catch (error) {
        this.#pending.remove(id);
        reject(error instanceof RangeError ? new NwsOperationException(error.message, { code: 'too_large' }) : error);
        return;
      }
      this.#socket.ref();
      request.onAbort(() => this.#cancel(id));
    });
  }

  /**
   * Closes the connection; what still waits on it fails.
   * @returns {Promise<void>} settled when the server has closed it too, or does not within a second
   */
  close() {
    if (this.#socket.destroyed) return Promise.resolve();
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT);
    const closed = new Promise((resolve) => this.#socket.once('close', resolve)).then(() => clearTimeout(timer));
    this.#outbox.flush();
    this.#socket.ref().end();
    this.#end('this program closed it');
    return closed;
  }

  async #hello(introduction, signal) {
    const forget = whenAborted(signal, () => this.#socket.destroy(signal.reason));
    const timer = setTimeout(() => this.#socket.destroy(new Error(NO_ANSWER)), CONNECT_TIMEOUT);
    try {
      this.welcome = await this.request('hello', [introduction]);
    } catch (error) {
      this.#socket.destroy();
      throw refused(this.where, error);
    } finally {
      clearTimeout(timer);
      forget();
    }
    const { value = Infinity, pending = Infinity } = this.welcome.limits ?? {};
    this.#messageLimit = value + ROOM_AROUND_VALUE;
    this.#pending.limit = pending;
  }

  #post(message, full) {
    if (full) this.#pending.hold(message[1], encodeMessage(message, this.#messageLimit));
    else this.#outbox.post(message, this.#messageLimit);
  }

  #cancel(id) {
    if (this.#pending.isHeld(id)) this.#pending.remove(id).refuse({ code: 'cancelled' });
    else this.#outbox.post([2, 'cancel', [id]]);
  }

  #scan(scanner, chunk) {
    try {
      scanner.add(chunk);
    } catch (error) {
      this.#socket.destroy(error);
    }
  }

  #receive(message) {
    const reader = new MessagePackReader(message);
    reader.arrayHeader();
    if (reader.uint8() === RESPONSE) this.#answered(reader, message);
    else this.#notified(reader);
  }

  #notified(reader) {
    const [method, params] = [new Decoder(reader).read(), new Decoder(reader).read()];
    if (method === 'bye') this.#farewell = `${params[1]} (${params[0]})`;
  }

  #answered(reader, message) {
    const id = new Decoder(reader).read();
    const request = this.#pending.remove(id);
    if (!request) throw new RangeError(`the server answered a request that was not made (${id})`);
    const error = new Decoder(reader).read();
    if (error) request.refuse(error);
    else this.#succeeded(request, reader, message);
    for (let bytes; (bytes = this.#pending.release());) this.#outbox.send(bytes);
    if (this.#pending.size === 0) this.#socket.unref();
  }

  #succeeded(request, reader, message) {
    const start = reader.position;
    try {
      const result = new Decoder(reader, { exact: request.exact, envelope: request.many ? 2 : 1 }).read();
      if (request.delivers && result && !request.leases) this.#confirm(request.many ? result : [result]);
      request.succeed(result);
    } catch (error) {
      // A value that cannot be read here goes back, for somebody else may be able to.
      reader.position = start;
      const settled = request.delivers ? this.#giveBack(reader, message, request.many) : Promise.resolve();
      settled.catch(() => {}).then(() => request.fail(error));
    }
  }

  #confirm(deliveries) {
    for (const [, , , , lease] of deliveries) this.#outbox.confirm(lease);
  }

  async #giveBack(reader, message, many) {
    const leases = [];
    for (let left = many ? reader.arrayHeader() : 1; left > 0; left--) {
      reader.arrayHeader();
      skipValue(reader, message);
      const [, , , lease] = [1, 2, 3, 4, 5].map(() => new Decoder(reader).read());
      if (lease > 0) leases.push(lease);
    }
    if (leases.length > 0) await this.request('release', [many ? leases : leases[0]]);
  }

  #end(reason) {
    if (this.closed) return;
    this.#ended = reason;
    for (const request of this.#pending.removeAll()) request.fail(this.#dropped());
  }

  #dropped() {
    return new NwsConnectionDroppedException(`the connection to the server at ${this.where} is gone: ${this.#ended}`);
  }
}

function refused(where, error) {
  if (error.code === 'unauthorized') {
    const remedy = 'Give its token in the option token or the environment variable NWS_TOKEN.';
    return new NwsConnectException(`the server at ${where} refuses this program: ${error.message}. ${remedy}`,
      { code: error.code, cause: error });
  }
  return new NwsConnectException(`the server at ${where} did not accept the connection: ${error.message}`,
    { code: error.code, cause: error });
}
