/**
 * Hands frames from the thread that reads to the main thread by memory alone, while that waits for the next one: a message
 * between threads takes several times as long. Frames that find nobody waiting, or are large, are posted as messages.
 */
const SIZE = 64 * 1024;
const HEADER_BYTES = 12;
const [STATE, LENGTH, POSTED] = [0, 1, 2];
const [AWAY, WAITING, FILLED] = [0, 1, 2];
const WAIT_MS = 2;

/** @returns {SharedArrayBuffer} the memory that both ends share */
export function newLane() {
  return new SharedArrayBuffer(HEADER_BYTES + SIZE);
}

/** The end of the thread that reads. */
export class LaneWriter {
  #cells;
  #data;

  /** @param {SharedArrayBuffer} memory */
  constructor(memory) {
    this.#cells = new Int32Array(memory, 0, 3);
    this.#data = new Uint8Array(memory, HEADER_BYTES);
  }

  /**
   * @param {Uint8Array} frame
   * @returns {boolean} false if the frame must be posted
   */
  offer(frame) {
    // No frame may overtake one that was posted.
    if (frame.length <= SIZE && Atomics.load(this.#cells, POSTED) === 0 && Atomics.load(this.#cells, STATE) === WAITING) {
      this.#data.set(frame);
      this.#cells[LENGTH] = frame.length;
      if (Atomics.compareExchange(this.#cells, STATE, WAITING, FILLED) === WAITING) return this.#wake();
    }
    Atomics.add(this.#cells, POSTED, 1);
    if (Atomics.compareExchange(this.#cells, STATE, WAITING, AWAY) === WAITING) this.#wake();
    return false;
  }

  #wake() {
    Atomics.notify(this.#cells, STATE);
    return true;
  }
}

/** The end of the main thread. */
export class LaneReader {
  #cells;
  #data;

  /** @param {SharedArrayBuffer} memory */
  constructor(memory) {
    this.#cells = new Int32Array(memory, 0, 3);
    this.#data = new Uint8Array(memory, HEADER_BYTES);
  }

  /** Says that a posted frame has arrived. */
  received() {
    Atomics.sub(this.#cells, POSTED, 1);
  }

  /** @returns {Uint8Array|undefined} the next frame, if it comes in the next moment and by this lane */
  next() {
    Atomics.store(this.#cells, STATE, WAITING);
    if (Atomics.load(this.#cells, POSTED) === 0) Atomics.wait(this.#cells, STATE, WAITING, WAIT_MS);
    if (Atomics.exchange(this.#cells, STATE, AWAY) !== FILLED) return undefined;
    return this.#data.slice(0, this.#cells[LENGTH]);
  }
}
