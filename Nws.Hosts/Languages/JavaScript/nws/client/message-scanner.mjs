// For the tags 0xc0 to 0xdf: bytes of content, bytes of length, what the length counts.
const BYTES = 'bytes';
const ELEMENTS = 'elements';
const PAIRS = 'pairs';
const LAYOUTS = [
  [0], undefined, [0], [0], [0, 1, BYTES], [0, 2, BYTES], [0, 4, BYTES], [1, 1, BYTES], [1, 2, BYTES], [1, 4, BYTES],
  [4], [8], [1], [2], [4], [8], [1], [2], [4], [8], [2], [3], [5], [9], [17],
  [0, 1, BYTES], [0, 2, BYTES], [0, 4, BYTES], [0, 2, ELEMENTS], [0, 4, ELEMENTS], [0, 2, PAIRS], [0, 4, PAIRS],
];

/**
 * Cuts a stream of MessagePack into messages, which follow each other without separators. Each byte is looked at once,
 * and each message copied at most once, however many chunks it comes in.
 */
export class MessageScanner {
  #deliver;
  #parts = [];
  #items = 1;
  #content = 0;
  #lengthBytes = 0;
  #length = 0;
  #counts = BYTES;

  /** @param {(message: Buffer) => void} deliver takes each message */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  /**
   * @param {Buffer} chunk the next bytes
   * @throws {RangeError} that is not MessagePack
   */
  add(chunk) {
    let start = 0;
    for (let at = 0; at < chunk.length;) {
      at = this.#step(chunk, at);
      if (this.#items > 0 || this.#content > 0 || this.#lengthBytes > 0) continue;
      this.#complete(chunk.subarray(start, at));
      start = at;
    }
    if (start < chunk.length) this.#parts.push(chunk.subarray(start));
  }

  #step(chunk, at) {
    if (this.#lengthBytes > 0) {
      this.#length = this.#length * 0x100 + chunk[at];
      if (--this.#lengthBytes === 0) this.#counted(this.#length);
      return at + 1;
    }
    if (this.#content > 0) {
      const passed = Math.min(this.#content, chunk.length - at);
      this.#content -= passed;
      return at + passed;
    }
    this.#tag(chunk[at]);
    return at + 1;
  }

  #tag(tag) {
    this.#items--;
    if (tag < 0x80 || tag >= 0xe0) return;
    if (tag < 0x90) this.#items += 2 * (tag & 0x0f);
    else if (tag < 0xa0) this.#items += tag & 0x0f;
    else if (tag < 0xc0) this.#content = tag & 0x1f;
    else this.#layout(LAYOUTS[tag - 0xc0]);
  }

  #layout(layout) {
    if (!layout) throw new RangeError('the server sent something that is not MessagePack');
    [this.#content, this.#lengthBytes = 0, this.#counts = BYTES] = layout;
    this.#length = 0;
  }

  #counted(count) {
    if (this.#counts === BYTES) this.#content += count;
    else this.#items += this.#counts === PAIRS ? 2 * count : count;
  }

  #complete(last) {
    const message = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    this.#items = 1;
    this.#deliver(message);
  }
}

/**
 * Passes over one value without decoding it.
 * @param {import('../values/message-pack-reader.mjs').MessagePackReader} reader
 * @param {Buffer} message what it reads
 */
export function skipValue(reader, message) {
  let length;
  new MessageScanner((value) => { length ??= value.length; }).add(message.subarray(reader.position));
  reader.position += length;
}
