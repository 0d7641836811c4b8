import { Worker } from 'node:worker_threads';

const HEADER = 4;
const BACKLOG_LIMIT = 16 * 1024 * 1024;

/** The kernel's connection to its host: frames in both directions, carried by a thread of their own. */
export class Channel {
  #thread;
  // Bytes handed to the thread and not yet written; a task that prints faster than the host reads has to wait.
  #backlog = new Int32Array(new SharedArrayBuffer(4));

  /** @param {string} address `host:port` of the host */
  constructor(address) {
    const [host, port] = address.split(':');
    const workerData = { host, port: Number(port), backlog: this.#backlog };
    this.#thread = new Worker(new URL('./channel-thread.mjs', import.meta.url), { workerData });
  }

  /**
   * Calls back for every frame that arrives.
   * @param {(body: Uint8Array) => void} listener
   */
  listen(listener) {
    this.#thread.on('message', listener);
  }

  /**
   * Sends one frame; returns before it is on its way, but after what was sent earlier has mostly left.
   * @param {Uint8Array} body
   */
  send(body) {
    const frame = new Uint8Array(HEADER + body.length);
    new DataView(frame.buffer).setUint32(0, body.length);
    frame.set(body, HEADER);
    for (let waiting; (waiting = Atomics.load(this.#backlog, 0)) > BACKLOG_LIMIT;) {
      Atomics.wait(this.#backlog, 0, waiting);
    }
    Atomics.add(this.#backlog, 0, frame.length);
    this.#thread.postMessage(frame, [frame.buffer]);
  }
}
