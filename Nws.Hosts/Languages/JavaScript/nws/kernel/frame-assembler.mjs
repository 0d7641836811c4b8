const HEADER = 4;

/** Puts frames (4 bytes of length, then a body) together from the chunks in which they arrive. */
export class FrameAssembler {
  #deliver;
  #header = new Uint8Array(HEADER);
  #body;
  #filled = 0;

  /** @param {(body: Uint8Array) => void} deliver takes each body, which is then its own */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /** @param {Uint8Array} chunk the next bytes */
  add(chunk) {
    for (let at = 0; at < chunk.length;) {
      const part = this.#body ?? this.#header;
      const count = Math.min(part.length - this.#filled, chunk.length - at);
      part.set(chunk.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === part.length) this.#next();
    }
  }

  #next() {
    this.#filled = 0;
    if (!this.#body) {
      this.#body = new Uint8Array(new DataView(this.#header.buffer).getUint32(0));
      if (this.#body.length > 0) return;
    }
    const body = this.#body;
    this.#body = undefined;
    this.#deliver(body);
  }
}

/**
 * @param {Uint8Array} body
 * @returns {Uint8Array} the frame with that body
 */
export function framed(body) {
  const frame = new Uint8Array(HEADER + body.length);
  for (let i = 0; i < HEADER; i++) frame[i] = body.length >>> (8 * (HEADER - 1 - i));
  frame.set(body, HEADER);
  return frame;
}
