import { Encoder } from '../values/encoder.mjs';
import { MessagePackWriter } from '../values/message-pack-writer.mjs';

const unconfirmed = new Set();
const lasting = new Set();
const ENVELOPES = { complete: 4, storeAll: 3 };

/**
 * What is on its way to the server. Everything said in one turn of the event loop leaves in one write, confirmations of
 * fetched values together with what follows them.
 */
export class Outbox {
  #socket;
  #writer = new MessagePackWriter();
  #leases = [];
  #scheduled = false;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
  }

  /**
   * Goes on over another socket.
   * @param {import('node:net').Socket} socket
   */
  attach(socket) {
    this.#socket = socket;
    this.#writer = new MessagePackWriter();
  }

  /**
   * From now on the server is told if the program ends without closing the connection.
   * @param {boolean} [open] false: no longer
   */
  sayByeAtExit(open = true) {
    if (open) flushAtExit(this, lasting);
    else lasting.delete(this);
  }

  /** Tells the server that this program ends. */
  bye() {
    this.post([2, 'bye', []]);
    this.flush();
  }

  /**
   * @param {Array} message
   * @param {number} [limit] largest size in bytes
   * @throws {RangeError} it is larger; nothing is sent
   * @throws {import('../values/nws-value-error.mjs').NwsValueError} something in it cannot be encoded; nothing is sent
   */
  post(message, limit) {
    write(this.#writer, message, limit);
    this.#flushSoon();
  }

  /**
   * Sends a message that is encoded already.
   * @param {Buffer} bytes
   */
  send(bytes) {
    this.#writer.raw(bytes);
    this.#flushSoon();
  }

  /**
   * Confirms that a fetched value has arrived, with the next message or at the end of this turn of the event loop.
   * @param {number} lease
   */
  confirm(lease) {
    if (this.#leases.push(lease) > 1) return;
    flushAtExit(this, unconfirmed);
    setImmediate(() => this.flush());
  }

  /** Sends what is there now. */
  flush() {
    this.#scheduled = false;
    if (this.#leases.length > 0) {
      write(this.#writer, [2, 'confirm', this.#leases]);
      this.#leases = [];
      unconfirmed.delete(this);
    }
    if (this.#writer.length === 0) return;
    if (!this.#socket.destroyed) this.#socket.write(this.#writer.bytes);
    this.#writer = new MessagePackWriter();
  }

  #flushSoon() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    process.nextTick(() => this.flush());
  }
}

/**
 * Encodes a message by itself, for later.
 * @param {Array} message
 * @param {number} limit largest size in bytes
 * @returns {Buffer}
 * @throws {RangeError} it is larger
 * @throws {import('../values/nws-value-error.mjs').NwsValueError} something in it cannot be encoded
 */
export function encodeMessage(message, limit) {
  const writer = new MessagePackWriter();
  write(writer, message, limit);
  return writer.bytes;
}

function write(writer, message, limit = Infinity) {
  const start = writer.length;
  new Encoder(writer, { envelope: envelopeOf(message) }).write(message);
  const size = writer.length - start;
  if (size <= limit) return;
  writer.rewind(start);
  throw new RangeError(`the message has ${size} bytes; the server takes ${limit}`);
}

/**
 * A message is an array and its parameters another; in `complete`, values are in a list of lists besides, in `storeAll`
 * in a list.
 */
function envelopeOf([, , method]) {
  return ENVELOPES[method] ?? 2;
}

/** A program may end, by `process.exit`, in the same turn of the event loop in which it got a value. */
function flushAtExit(outbox, outboxes) {
  if (!process.listeners('exit').includes(flushLast)) process.on('exit', flushLast);
  outboxes.add(outbox);
}

function flushLast() {
  unconfirmed.forEach((outbox) => outbox.flush());
  lasting.forEach((outbox) => outbox.bye());
}
