import { Wrapper } from './wrapper.mjs';
import { KIND } from './wire-kinds.mjs';

/** A complex number of two 64-bit floats. */
export class NwsComplex extends Wrapper {
  get [KIND]() {
    return 'complex';
  }

  /**
   * @param {number} real
   * @param {number} [imaginary]
   */
  constructor(real, imaginary = 0) {
    super();
    /** Real part. */
    this.real = Number(real);
    /** Imaginary part. */
    this.imaginary = Number(imaginary);
    Object.freeze(this);
  }

  /** @returns {string} such as `1-2i` */
  toString() {
    const sign = this.imaginary < 0 || Object.is(this.imaginary, -0) ? '-' : '+';
    return `${this.real}${sign}${Math.abs(this.imaginary)}i`;
  }
}
