import { NwsValueError } from './nws-value-error.mjs';
import { KIND } from './wire-kinds.mjs';
import { Wrapper } from './wrapper.mjs';

const NUMBER = /^(?<sign>-?)(?<whole>\d+)(?:\.(?<fraction>\d+))?(?:[Ee](?<exponent>[+-]?\d{1,18}))?$/;
const NO_NUMBER = /^(?:s?NaN|-?Infinity)$/;
const SMALLEST_PLAIN_EXPONENT = -6n;
const LARGEST_EXPONENT = 999_999_999_999_999_999n;

/**
 * A decimal number, kept digit by digit: `1.50` stays `1.50`.
 *
 * Arithmetic is left to a library: `String(d)` gives it the digits, `Number(d)` the nearest number.
 */
export class NwsDecimal extends Wrapper {
  #text;

  get [KIND]() {
    return 'decimal';
  }

  /**
   * @param {string|number|bigint} value digits, optionally with sign, fraction and exponent; also `NaN`, `sNaN`,
   *   `Infinity`
   * @throws {NwsValueError} that is not a decimal number
   */
  constructor(value) {
    super();
    this.#text = normalForm(String(value));
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

/** The one text of a decimal, "to-scientific-string" of the General Decimal Arithmetic specification. */
function normalForm(text) {
  if (NO_NUMBER.test(text)) return text;
  const match = NUMBER.exec(text);
  if (!match) throw new NwsValueError(`'${text}' is not a decimal number`);
  const { sign, whole, fraction = '', exponent: written = '0' } = match.groups;
  const digits = (whole + fraction).replace(/^0+(?=\d)/, '');
  const exponent = BigInt(written.replace('+', '')) - BigInt(fraction.length);
  const adjusted = exponent + BigInt(digits.length - 1);
  if (adjusted > LARGEST_EXPONENT || adjusted < -LARGEST_EXPONENT) {
    throw new NwsValueError(`the exponent of '${text}' has more than 18 digits`);
  }
  if (exponent > 0n || adjusted < SMALLEST_PLAIN_EXPONENT) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${rest}E${adjusted < 0n ? '' : '+'}${adjusted}`;
  }
  return sign + withPoint(digits, Number(-exponent));
}

function withPoint(digits, places) {
  if (places === 0) return digits;
  const padded = digits.padStart(places + 1, '0');
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}
