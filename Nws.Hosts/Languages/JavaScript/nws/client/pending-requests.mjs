import { exceptionFor } from './exceptions.mjs';
import { whenAborted } from './when-aborted.mjs';

/** A request that waits for its answer. */
export class PendingRequest {
  #resolve;
  #reject;
  #signal;
  #lifetime;
  #forgetSignals = () => {};

  /**
   * @param {(result: *) => void} resolve
   * @param {(error: *) => void} reject
   * @param {object} options see `Connection.request`
   */
  constructor(resolve, reject, options) {
    const { blocking = false, delivers = false, many = false, leases = false, exact = false, signal, lifetime } = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#lifetime = lifetime;
    this.blocking = blocking;
    this.delivers = delivers;
    this.many = many;
    this.leases = leases;
    this.exact = exact;
  }

  /** The how manieth of its session it is; 0 until it is sent. Kept by `Session`, as is `message`. */
  number = 0;

  /** Its message, to be sent again if the connection is lost. */
  message;

  /** Whether the server was told that nobody waits any more. */
  cancelled = false;

  /** @param {() => void} cancel called when the program no longer wants to wait */
  onAbort(cancel) {
    if (!this.#signal && !this.#lifetime) return;
    const forgetSignal = whenAborted(this.#signal, cancel);
    const forgetLifetime = whenAborted(this.#lifetime, cancel);
    this.#forgetSignals = () => {
      forgetSignal();
      forgetLifetime();
    };
  }

  /** @throws {*} the reason, if nobody is left to take a result */
  throwIfOrphaned() {
    this.#lifetime?.throwIfAborted();
  }

  /** @param {*} result */
  succeed(result) {
    this.#forgetSignals();
    this.#resolve(result);
  }

  /** @param {*} error */
  fail(error) {
    this.#forgetSignals();
    this.#reject(error);
  }

  /** @param {{code: string, message: string}} error of the server */
  refuse(error) {
    const ended = error.code === 'cancelled' && [this.#lifetime, this.#signal].find((signal) => signal?.aborted);
    this.fail(ended ? ended.reason : exceptionFor(error));
  }
}

/**
 * The requests of a connection that have no answer yet. When the server's limit of them is reached, further ones are
 * held back until others are answered; but not if all that are out there may wait for ever, for then the server should
 * say that it is too much.
 */
export class PendingRequests {
  #requests = new Map();
  #held = new Map();
  #prompt = 0;
  #lastId = 0;

  /** How many unanswered requests the server accepts. */
  limit = Infinity;

  /** Number of requests without an answer. */
  get size() {
    return this.#requests.size;
  }

  /** Whether the next request should be held back. */
  get full() {
    return this.#requests.size - this.#held.size >= this.limit && this.#prompt > 0;
  }

  /**
   * @param {PendingRequest} request
   * @returns {number} its id
   */
  add(request) {
    do this.#lastId = (this.#lastId + 1) % 0x100000000; while (this.#requests.has(this.#lastId));
    this.#requests.set(this.#lastId, request);
    if (!request.blocking) this.#prompt++;
    return this.#lastId;
  }

  /**
   * @param {number} id
   * @returns {PendingRequest|undefined} it, no longer pending
   */
  remove(id) {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    this.#held.delete(id);
    if (request && !request.blocking) this.#prompt--;
    return request;
  }

  /**
   * @param {number} id
   * @returns {PendingRequest|undefined}
   */
  get(id) {
    return this.#requests.get(id);
  }

  /** @returns {Map<number, PendingRequest>} all by id */
  all() {
    return this.#requests;
  }

  /** @returns {PendingRequest[]} all, no longer pending */
  removeAll() {
    const all = [...this.#requests.values()];
    this.#requests.clear();
    this.#held.clear();
    this.#prompt = 0;
    return all;
  }

  /**
   * Holds a request back.
   * @param {number} id
   * @param {Buffer} bytes its message
   */
  hold(id, bytes) {
    this.#held.set(id, bytes);
  }

  /**
   * @param {number} id
   * @returns {boolean} whether the request has not been sent yet
   */
  isHeld(id) {
    return this.#held.has(id);
  }

  /** @returns {[PendingRequest, Buffer]|undefined} the next that was held back and may now be sent, and its message */
  release() {
    const room = this.#requests.size - this.#held.size < this.limit || this.#prompt === 0;
    if (this.#held.size === 0 || !room) return undefined;
    const [id, bytes] = this.#held.entries().next().value;
    this.#held.delete(id);
    return [this.#requests.get(id), bytes];
  }
}
