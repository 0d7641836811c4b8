import { Decoder } from '../values/decoder.mjs';
import { MessagePackReader } from '../values/message-pack-reader.mjs';
import { CONNECT_TIMEOUT, dial, NO_ANSWER } from './dial.mjs';
import {
  exceptionFor, NwsConnectException, NwsConnectionDroppedException, NwsOperationException,
} from './exceptions.mjs';
import { MessageScanner, skipValue } from './message-scanner.mjs';
import { encodeMessage, Outbox } from './outbox.mjs';
import { PendingRequest, PendingRequests } from './pending-requests.mjs';
import { tryFor } from './reconnection.mjs';
import { Session } from './session.mjs';
import { whenAborted } from './when-aborted.mjs';

const PROTOCOL = 1;
const HELLO_AGAIN = 0;
const RESPONSE = 1;
const CLOSE_TIMEOUT = 1000;
const ROOM_AROUND_VALUE = 64 * 1024;

/**
 * One connection to a server, on which any number of requests may wait at the same time.
 *
 * Every request has exactly one end: the server's answer, or the loss of the connection. If the server lets sessions be
 * resumed, a connection that is lost is made again first, and nobody notices. While nothing waits, the connection does
 * not keep the program alive.
 */
export class Connection {
  #socket;
  #outbox;
  #pending = new PendingRequests();
  #messageLimit = Infinity;
  #target;
  #introduction;
  #session;
  #stop = new AbortController();
  #farewell;
  #bye;
  #ended;

  /** Called with `'reconnecting'`, `'connected'` or `'closed'` and the reason. */
  onChange = () => {};

  /** What the server said of itself: `protocol`, `server`, `session`, `limits`, maybe `web`. */
  welcome = {};

  /**
   * Connects and introduces this program.
   * @param {object} target
   * @param {string} target.host
   * @param {number} target.port
   * @param {boolean} [target.tls] whether through TLS
   * @param {string} [target.pin] the SHA-256 of the certificate that alone is trusted
   * @param {string} [target.token]
   * @param {string} [target.client] name of this program, shown in listings
   * @param {number} [target.grace] for how many seconds a connection that is lost is made again; 0: not at all
   * @param {AbortSignal} [target.signal] ends the attempt
   * @returns {Promise<Connection>}
   * @throws {NwsConnectException} nobody answers there, or the token is wrong
   */
  static async open({ host, port, tls, pin, token, client = '', grace, signal }) {
    const connection = new Connection(await dial({ host, port, tls, pin }, signal), { host, port, tls, pin });
    const resume = grace === 0 ? {} : { resume: grace === undefined ? {} : { grace } };
    const introduction = { protocol: PROTOCOL, client, language: 'javascript', confirm: true, ...resume };
    await connection.#hello(token ? { ...introduction, token } : introduction, signal);
    return connection;
  }

  /** @private */
  constructor(socket, target) {
    this.#target = target;
    /** The server's `host:port`. */
    this.where = `${target.host}:${target.port}`;
    this.#outbox = new Outbox(socket);
    const scanner = new MessageScanner((message) => this.#receive(message));
    this.#use(socket);
    socket.on('data', (chunk) => this.#scan(socket, scanner, chunk));
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
   * @param {AbortSignal} [options.lifetime] of whoever asks: once it has ended, nobody is left to take a result, and a
   *   value that was on its way goes back to its place
   * @returns {Promise<*>} the server's result
   * @throws {import('./exceptions.mjs').NwsException}
   */
  request(method, params, options = {}) {
    if (options.signal?.aborted) return Promise.reject(options.signal.reason);
    if (options.lifetime?.aborted) return Promise.reject(options.lifetime.reason);
    if (this.closed) return Promise.reject(this.#dropped());
    return new Promise((resolve, reject) => {
      const request = new PendingRequest(resolve, reject, options);
      const full = this.#pending.full;
      const id = this.#pending.add(request);
      try {
        this.#post([0, id, method, params], request, full);
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
    this.#stop.abort(new Error('this program closed it'));
    if (this.#socket.destroyed) {
      this.#end('this program closed it');
      return Promise.resolve();
    }
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT);
    const closed = new Promise((resolve) => this.#socket.once('close', resolve)).then(() => clearTimeout(timer));
    if (this.#session) this.#outbox.bye();
    this.#outbox.flush();
    this.#socket.ref().end();
    this.#end('this program closed it');
    return closed;
  }

  /**
   * Remembers which workspaces are open, to open them again on a server that was started again.
   * @param {string} name
   * @param {boolean} open
   */
  noteOpened(name, open) {
    if (open) this.#session?.opened.add(name);
    else this.#session?.opened.delete(name);
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
    if (!this.welcome.resume) return;
    this.#introduction = introduction;
    this.#session = new Session(this.welcome.resume);
    this.#outbox.sayByeAtExit();
  }

  #use(socket) {
    this.#socket = socket;
    [this.#farewell, this.#bye] = [undefined, undefined];
    this.#outbox.attach(socket);
    socket.on('error', (error) => { this.#farewell ??= error.message; });
    socket.on('close', () => this.#lost(this.#farewell ?? 'the server closed it'));
  }

  #lost(reason) {
    const resumes = this.#session && !this.closed && (!this.#bye || this.#bye === 'shutting_down');
    if (resumes) this.#reconnect(reason);
    else this.#end(reason);
  }

  async #reconnect(reason) {
    this.#session.lose();
    this.onChange('reconnecting', reason);
    const watch = (timer) => { if (this.#pending.size === 0) timer.unref(); };
    try {
      await tryFor(this.#session.grace, (signal) => this.#resume(signal), { signal: this.#stop.signal, watch });
    } catch (error) {
      this.#end(`${reason}; ${error.message}`);
      return;
    }
    this.onChange('connected', '');
  }

  async #resume(signal) {
    const socket = await dial(this.#target, signal);
    const { key, received } = this.#session;
    const resume = { ...this.#introduction.resume, key, received };
    const hello = encodeMessage([0, HELLO_AGAIN, 'hello', [{ ...this.#introduction, resume }]], Infinity);
    const forget = whenAborted(signal, () => socket.destroy(signal.reason));
    try {
      await new Promise((resolve, reject) => {
        let receive = (message) => {
          this.#takeUp(socket, message);
          receive = (next) => this.#receive(next);
          resolve();
        };
        const scanner = new MessageScanner((message) => receive(message));
        socket.on('error', reject);
        socket.on('close', () => reject(new Error('the server closed the connection')));
        socket.on('data', (chunk) => this.#scan(socket, scanner, chunk));
        socket.write(hello);
      });
    } catch (error) {
      socket.destroy();
      throw error;
    } finally {
      forget();
    }
  }

  /** The server has answered hello: what it has not got goes out again, before anything else. */
  #takeUp(socket, message) {
    const [, , error, welcome] = new Decoder(new MessagePackReader(message)).read();
    if (error) throw exceptionFor(error);
    if (!welcome?.resume) {
      throw new NwsOperationException('the server lets no session be resumed', { code: 'no_session' });
    }
    const { requests, confirmed, repeated } = this.#session.again(welcome.resume, this.#pending.all());
    this.#use(socket);
    if (confirmed.length > 0) this.#outbox.post([2, 'confirm', confirmed]);
    if (welcome.resume.received === null) this.#reopen(repeated);
    for (const bytes of requests) this.#outbox.send(bytes);
    for (const [id, { cancelled }] of this.#pending.all()) if (cancelled) this.#outbox.post([2, 'cancel', [id]]);
    if (this.#pending.size === 0) socket.unref();
  }

  #reopen(repeated) {
    const request = new PendingRequest(() => {}, () => {}, {});
    const id = this.#pending.add(request);
    request.message = encodeMessage([0, id, 'reopen', [[...this.#session.opened], repeated]], Infinity);
    request.number = 1;
    this.#outbox.send(request.message);
  }

  #post(message, request, full) {
    if (full) this.#pending.hold(message[1], encodeMessage(message, this.#messageLimit));
    else if (this.#session) this.#send(request, encodeMessage(message, this.#messageLimit));
    else this.#outbox.post(message, this.#messageLimit);
  }

  #send(request, bytes) {
    this.#session?.keep(request, bytes);
    this.#outbox.send(bytes);
  }

  #cancel(id) {
    if (this.#pending.isHeld(id)) {
      this.#pending.remove(id).refuse({ code: 'cancelled' });
      return;
    }
    const request = this.#pending.get(id);
    if (request) request.cancelled = true;
    this.#outbox.post([2, 'cancel', [id]]);
  }

  #scan(socket, scanner, chunk) {
    try {
      scanner.add(chunk);
    } catch (error) {
      socket.destroy(new Error(`what came from there is not the Nws protocol (${error.message})`, { cause: error }));
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
    if (method === 'bye') [this.#bye, this.#farewell] = [params[0], `${params[1]} (${params[0]})`];
  }

  #answered(reader, message) {
    const id = new Decoder(reader).read();
    const request = this.#pending.remove(id);
    if (!request) throw new RangeError(`the server answered a request that was not made (${id})`);
    if (this.#session?.arrived(request, message.length)) this.#outbox.post([2, 'ack', [this.#session.received]]);
    const error = new Decoder(reader).read();
    if (error) request.refuse(error);
    else this.#succeeded(request, reader, message);
    for (let held; (held = this.#pending.release());) this.#send(...held);
    if (this.#pending.size === 0) this.#socket.unref();
  }

  #succeeded(request, reader, message) {
    const start = reader.position;
    try {
      request.throwIfOrphaned();
      const result = new Decoder(reader, { exact: request.exact, envelope: request.many ? 2 : 1 }).read();
      if (request.delivers && result && !request.leases) this.#confirm(request.many ? result : [result]);
      request.succeed(result);
    } catch (error) {
      // A value that cannot be read here, or that nobody here takes, goes back: somebody else may be able to, and want it.
      reader.position = start;
      const settled = request.delivers ? this.#giveBack(reader, message, request.many) : Promise.resolve();
      settled.catch(() => {}).then(() => request.fail(error));
    }
  }

  #confirm(deliveries) {
    for (const [, , , , lease] of deliveries) {
      this.#outbox.confirm(lease);
      if (lease > 0) this.#session?.confirmed(lease);
    }
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
    this.#outbox.sayByeAtExit(false);
    this.#stop.abort(new Error(reason));
    this.onChange('closed', reason);
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
