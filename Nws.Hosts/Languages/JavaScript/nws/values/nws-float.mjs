import { Wrapper } from './wrapper.mjs';
import { KIND } from './wire-kinds.mjs';

class FloatWrapper extends Wrapper {
  #value;

  constructor(value) {
    super();
    this.#value = value;
  }

  /** @returns {number} the number, so that arithmetic works */
  valueOf() {
    return this.#value;
  }

  /** @returns {number} */
  toJSON() {
    return this.#value;
  }
}

/** A floating-point number of 32 bits, which stays one on its way through JavaScript. */
export class NwsFloat32 extends FloatWrapper {
  get [KIND]() {
    return 'float32';
  }

  /** @param {number} value rounded to the nearest number that 32 bits hold */
  constructor(value) {
    super(Math.fround(value));
  }

  /** @returns {string} the shortest digits that stand for this number among those of 32 bits */
  toString() {
    const value = this.valueOf();
    for (let digits = 1; digits < 9; digits++) {
      const text = value.toPrecision(digits);
      if (Math.fround(Number(text)) === value) return spell(Number(text));
    }
    return spell(value);
  }
}

/**
 * A floating-point number of 64 bits that JavaScript would take for an integer, such as `2.0`.
 *
 * JavaScript has one type of number: a plain `2` is stored as an integer. Wrapped, it is stored as a float; values
 * decoded with `exact: true` wrap such numbers, so they go back out as they came.
 */
export class NwsFloat64 extends FloatWrapper {
  get [KIND]() {
    return 'float64';
  }

  /** @param {number} value */
  constructor(value) {
    super(Number(value));
  }

  /** @returns {string} the digits, with `.0` where they would read as an integer */
  toString() {
    return spell(this.valueOf());
  }
}

function spell(number) {
  const text = Object.is(number, -0) ? '-0' : String(number);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
