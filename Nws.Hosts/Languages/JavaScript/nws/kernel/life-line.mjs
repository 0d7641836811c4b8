import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { framed } from './frame-assembler.mjs';
import { encode } from '../values/encoder.mjs';

/**
 * Ends the process with its host, also while a task keeps the main thread busy for ever: a second connection to the host, on which a
 * thread waits that does nothing else. To start a thread takes long, so it begins when the first code is about to run, not before.
 */
export class LifeLine {
  #address;
  #token;
  #socket;
  #thread;

  /**
   * @param {string} address `host:port` of the host
   * @param {string} token proves to the host that this is the process it started
   */
  constructor(address, token) {
    this.#address = address;
    this.#token = token;
  }

  /** Asks the host to hold the other end. */
  offer() {
    const [host, port] = this.#address.split(':');
    this.#socket = connect({ host, port: Number(port) });
    this.#socket.on('connect', () => this.#socket.write(framed(encode([2, 'lifeline', [this.#token]]))));
    // A host that holds no life lines is known by its process id.
    this.#socket.on('error', () => {});
    // The thread reads.
    this.#socket.pause();
  }

  /** Lets the process end with the host from now on, whatever runs. */
  hold() {
    if (this.#thread) return;
    const workerData = { socket: this.#socket._handle?.fd ?? -1, parent: process.ppid };
    this.#thread = new Worker(new URL('./life-line-thread.cjs', import.meta.url), { workerData });
  }
}
