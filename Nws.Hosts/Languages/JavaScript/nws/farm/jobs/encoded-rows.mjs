import { EncodedList } from '../../values/encoded-list.mjs';
import { Encoder } from '../../values/encoder.mjs';
import { MessagePackWriter } from '../../values/message-pack-writer.mjs';
import { NwsValueError } from '../../values/nws-value-error.mjs';

const SEGMENT = 1 << 16;
// A task record, and in it the list of its rows.
const AROUND_A_ROW = 2;

/**
 * Rows of arguments on their way into tasks. Each is encoded when it comes, so one that cannot be sent is found before
 * anything is, and none is encoded twice.
 */
export class EncodedRows {
  #writer = new MessagePackWriter(SEGMENT);
  #encoder = new Encoder(this.#writer, { within: AROUND_A_ROW });
  #segments = [];
  #sizes = [];
  #next = 0;
  #offset = 0;
  #added = 0;

  /** How many rows wait to be taken. */
  get left() {
    return this.#sizes.length - this.#next;
  }

  /**
   * @param {Array<*>} row the varying arguments of one element
   * @throws {NwsValueError} one cannot be sent; the message names the element
   */
  add(row) {
    const before = this.#writer.length;
    try {
      this.#encoder.write(row);
    } catch (error) {
      throw error instanceof NwsValueError ? new NwsValueError(`element ${this.#added}: ${error.message}`) : error;
    }
    this.#added++;
    this.#sizes.push(this.#writer.length - before);
    if (this.#writer.length >= SEGMENT) this.#seal();
  }

  /**
   * @param {number} most rows at most
   * @param {number} [bytes] no further row that would make it larger than that
   * @returns {{args: EncodedList, bytes: number}} the next rows, at least one
   */
  take(most, bytes = Infinity) {
    let [count, size] = [1, this.#sizes[this.#next]];
    while (count < Math.min(most, this.left) && size + this.#sizes[this.#next + count] <= bytes) {
      size += this.#sizes[this.#next + count++];
    }
    const args = new EncodedList(count, this.#pieces(size));
    this.#next += count;
    if (this.left === 0) this.#sizes.length = this.#next = 0;
    return { args, bytes: size };
  }

  /** Everything that was taken stays valid, so what the writer holds is copied before it is used again. */
  #seal() {
    this.#segments.push(Buffer.from(this.#writer.bytes));
    this.#writer.rewind(0);
  }

  #pieces(size) {
    const pieces = [];
    for (let left = size; left > 0;) {
      if (this.#segments.length === 0) this.#seal();
      const [segment] = this.#segments;
      const piece = segment.subarray(this.#offset, this.#offset + left);
      pieces.push(piece);
      left -= piece.length;
      this.#offset += piece.length;
      if (this.#offset < segment.length) continue;
      this.#segments.shift();
      this.#offset = 0;
    }
    return pieces;
  }
}
