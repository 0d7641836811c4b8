import { NwsValueError } from './nws-value-error.mjs';
import { Wrapper } from './wrapper.mjs';
import { KIND } from './wire-kinds.mjs';

const FORM = /^(?:-?\d+(?:\.\d+)?(?:E[+-]?\d+)?|NaN|sNaN|-?Infinity)$/;

/**
 * A decimal number, kept as the digits that were written: `1.50` stays `1.50`.
 *
 * Arithmetic is left to a decimal library of your choice: `String(d)` gives it the digits, `Number(d)` the nearest number.
 */
export class NwsDecimal extends Wrapper {
  #text;

  get [KIND]() {
    return 'decimal';
  }

  /**
   * @param {string|number|bigint} value digits, optionally with sign, fraction and exponent; also `NaN`, `sNaN`, `Infinity`
   * @throws {NwsValueError} that is not a decimal number
   */
  constructor(value) {
    super();
    this.#text = String(value).replace('e', 'E');
    if (!FORM.test(this.#text)) throw new NwsValueError(`'${value}' is not a decimal number`);
  }

  /** @returns {string} the digits */
  toString() {
    return this.#text;
  }

  /** @returns {string} the digits, as text, for JSON has no decimals */
  toJSON() {
    return this.#text;
  }
}
