import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { LaneReader, newLane } from './fast-lane.mjs';

const HEADER = 4;
const BACKLOG_LIMIT = 16 * 1024 * 1024;
// Timers and sockets of tasks have a turn at least that often.
const LONGEST_STAY_MS = 4;
// What tasks see of it is replaced, see output.mjs.
const { writeSync } = fs;

/**
 * The kernel's connection to its host: frames in both directions. A thread of its own reads, so that the end of the host is
 * noticed whatever a task does; what is sent goes straight to the socket, and only what that cannot take at once goes through the thread.
 */
export class Channel {
  #thread;
  #lane;
  #socket = -1;
  // Bytes handed to the thread and not yet written; a task that prints faster than the host reads has to wait.
  #backlog = new Int32Array(new SharedArrayBuffer(4));

  /** @param {string} address `host:port` of the host */
  constructor(address) {
    const [host, port] = address.split(':');
    const lane = newLane();
    this.#lane = new LaneReader(lane);
    const workerData = { host, port: Number(port), backlog: this.#backlog, lane };
    this.#thread = new Worker(new URL('./channel-thread.mjs', import.meta.url), { workerData });
  }

  /**
   * Calls back for every frame that arrives.
   * @param {(body: Uint8Array) => boolean} listener tells whether all is done and only another frame can bring work
   */
  listen(listener) {
    this.#thread.on('message', (message) => {
      if (!(message instanceof Uint8Array)) {
        this.#socket = message.socket;
        return;
      }
      this.#lane.received();
      const end = performance.now() + LONGEST_STAY_MS;
      for (let body = message; body !== undefined && listener(body) && performance.now() < end;) body = this.#lane.next();
    });
  }

  /**
   * Sends one frame; returns before all of it is on its way, but after what was sent earlier has mostly left.
   * @param {Uint8Array} body
   */
  send(body) {
    const frame = new Uint8Array(HEADER + body.length);
    new DataView(frame.buffer).setUint32(0, body.length);
    frame.set(body, HEADER);
    const written = this.#writeAtOnce(frame);
    if (written < frame.length) this.#handOver(frame.slice(written));
  }

  /** @returns {number} how many bytes the socket took */
  #writeAtOnce(frame) {
    let written = 0;
    // What the thread still has comes first. Without a number for the socket (Windows) all goes through the thread.
    if (this.#socket < 0 || Atomics.load(this.#backlog, 0) > 0) return written;
    try {
      while (written < frame.length) written += writeSync(this.#socket, frame, written);
    } catch {
      // The socket is full, or broken: the thread waits for it, or knows what to do.
    }
    return written;
  }

  #handOver(frame) {
    for (let waiting; (waiting = Atomics.load(this.#backlog, 0)) > BACKLOG_LIMIT;) {
      Atomics.wait(this.#backlog, 0, waiting);
    }
    Atomics.add(this.#backlog, 0, frame.length);
    this.#thread.postMessage(frame, [frame.buffer]);
  }
}
