import { randomUUID } from 'node:crypto';
import { NwsValueError } from './nws-value-error.mjs';
import { Wrapper } from './wrapper.mjs';
import { KIND } from './wire-kinds.mjs';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A universally unique identifier (RFC 9562). */
export class NwsUuid extends Wrapper {
  #text;

  get [KIND]() {
    return 'uuid';
  }

  /**
   * @param {string} text such as `123e4567-e89b-12d3-a456-426614174000`, in either case
   * @throws {NwsValueError} that is not a UUID
   */
  constructor(text) {
    super();
    this.#text = String(text).toLowerCase();
    if (!FORM.test(this.#text)) throw new NwsValueError(`'${text}' is not a UUID`);
  }

  /** @returns {NwsUuid} a new random one (version 4) */
  static random() {
    return new NwsUuid(randomUUID());
  }

  /**
   * @param {Uint8Array} bytes sixteen of them, in the order of the text form
   * @returns {NwsUuid}
   */
  static fromBytes(bytes) {
    const hex = Buffer.from(bytes).toString('hex');
    return new NwsUuid(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
  }

  /** @returns {Uint8Array} sixteen bytes, in the order of the text form */
  toBytes() {
    return Uint8Array.from(Buffer.from(this.#text.replaceAll('-', ''), 'hex'));
  }

  /** @returns {string} the text form in lower case */
  toString() {
    return this.#text;
  }

  /** @returns {string} the text form */
  toJSON() {
    return this.#text;
  }
}
