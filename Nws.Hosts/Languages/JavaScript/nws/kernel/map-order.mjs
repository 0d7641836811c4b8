import { Decoder } from '../values/decoder.mjs';
import { MessagePackReader } from '../values/message-pack-reader.mjs';

const PARAMETERS = 6;

/** What a host asks for with `map`: the code, and the arguments of each element. */
export class MapOrder {
  #rows;
  #fixed;
  // Encoded, if no element must see what another has done to the fixed arguments.
  #fixedAnew;
  #permute;

  /** `evaluate` or `invoke`. */
  type;

  /** @type {string} */
  code;

  /** @type {{seed?: number|bigint, first?: number|bigint, marks?: boolean, patience?: number}} */
  options;

  /**
   * Reads the parameters of the request.
   * @param {MessagePackReader} reader stands at their list
   * @param {Decoder} decoder of that reader
   * @returns {MapOrder}
   * @throws {TypeError} they are not those of a map
   */
  static read(reader, decoder) {
    if (reader.arrayHeader() !== PARAMETERS) throw new TypeError('a map has 6 parameters: type, code, rows, fixed, permute, options');
    const order = new MapOrder();
    order.type = decoder.read();
    order.code = decoder.read();
    order.#rows = decoder.read();
    const start = reader.position;
    order.#fixed = decoder.read();
    if (order.#fixed.some((value) => typeof value === 'object' && value !== null)) order.#fixedAnew = reader.since(start);
    order.#permute = decoder.read();
    order.options = decoder.read();
    return order;
  }

  /** The number of elements. */
  get count() {
    return this.#rows.length;
  }

  /**
   * @param {number} position of the element
   * @returns {Array<*>} its arguments
   * @throws {MapRefusal} one is asked for that there is not
   */
  argumentsOf(position) {
    const row = this.#rows[position];
    if (this.#fixed.length === 0 && this.#permute === null) return row;
    const fixed = this.#fixedAnew ? new Decoder(new MessagePackReader(this.#fixedAnew), { envelope: 1 }).read() : this.#fixed;
    const all = row.concat(fixed);
    return this.#permute === null ? all : this.#permute.map((place) => argument(all, place));
  }
}

/** An error of the map, not of its code: it is the same in every language. */
export class MapRefusal {
  /** @param {string} message */
  constructor(message) {
    /** What the host is told. */
    this.record = { type: 'NwsException', message, stack: '', language: 'nws' };
  }
}

function argument(all, place) {
  if (place >= 0 && place < all.length) return all[place];
  throw new MapRefusal(`argPermute asks for argument ${place}, but there are ${all.length} (0 to ${all.length - 1}).`);
}
