const RESPONSES_PER_ACK = 256;
const BYTES_PER_ACK = 1 << 20;
// A server that is started again after a crash may have forgotten that values were confirmed, but not so many.
const KEPT_CONFIRMATIONS = 4096;

/**
 * What a connection remembers so that its session can be resumed when it is lost: which requests it sent, in their
 * order, and what it confirmed. The server tells how many requests it has got; those behind are sent again, and so each
 * is done once.
 */
export class Session {
  #sent = 0;
  #sentBeforeLoss = 0;
  #confirmed = [];
  #responses = 0;
  #bytes = 0;

  /** How many responses have arrived. */
  received = 0;

  /** Names of the workspaces that were opened. */
  opened = new Set();

  /** @param {{key: string, grace: number}} resume what the server said of it */
  constructor({ key, grace }) {
    this.key = key;
    this.grace = grace;
  }

  /**
   * Notes that a request goes out.
   * @param {import('./pending-requests.mjs').PendingRequest} request
   * @param {Buffer} message
   */
  keep(request, message) {
    request.message = message;
    request.number = ++this.#sent;
  }

  /**
   * Notes that the value of a lease has arrived.
   * @param {number} lease
   */
  confirmed(lease) {
    this.#confirmed.push([lease, this.#sent]);
  }

  /**
   * Notes that a response has come.
   * @param {import('./pending-requests.mjs').PendingRequest} request
   * @param {number} bytes
   * @returns {boolean} whether it is time to tell the server how many have
   */
  arrived(request, bytes) {
    this.received++;
    this.#responses++;
    this.#bytes += bytes;
    if (this.#confirmed.length >= 2 * KEPT_CONFIRMATIONS) this.#forgetConfirmed(request.number);
    if (this.#responses < RESPONSES_PER_ACK && this.#bytes < BYTES_PER_ACK) return false;
    [this.#responses, this.#bytes] = [0, 0];
    return true;
  }

  /** Notes that the connection is lost: what is noted from now on cannot have reached the server. */
  lose() {
    this.#sentBeforeLoss = this.#sent;
  }

  /**
   * What is to be sent on the next connection, in its order, with the requests numbered anew.
   * @param {{key: string, grace: number, received: number|null}} resume what the server said; `received` null: it is
   *   another server
   * @param {Map<number, import('./pending-requests.mjs').PendingRequest>} unanswered by id
   * @returns {{requests: Buffer[], confirmed: number[], repeated: number[]}} `repeated`: ids of requests that a server
   *   before may have done
   */
  again({ key, grace, received }, unanswered) {
    [this.key, this.grace] = [key, grace];
    const isAnother = received === null;
    if (isAnother) [this.received, this.#responses, this.#bytes] = [0, 0, 0];
    const sent = [...unanswered].filter(([, { number }]) => number > (received ?? 0));
    sent.sort(([, a], [, b]) => a.number - b.number);
    const repeated = sent.filter(([, { number }]) => isAnother && number <= this.#sentBeforeLoss).map(([id]) => id);
    this.#sent = isAnother ? 1 : received; // another is sent reopen first
    for (const [, request] of sent) request.number = ++this.#sent;
    const confirmed = this.#confirmed.map(([lease]) => lease);
    this.#confirmed = confirmed.map((lease) => [lease, this.#sent]);
    return { requests: sent.map(([, { message }]) => message), confirmed, repeated };
  }

  #forgetConfirmed(number) {
    const known = this.#confirmed.findIndex(([, after]) => after >= number);
    const count = Math.min(known < 0 ? Infinity : known, this.#confirmed.length - KEPT_CONFIRMATIONS);
    this.#confirmed.splice(0, count);
  }
}
