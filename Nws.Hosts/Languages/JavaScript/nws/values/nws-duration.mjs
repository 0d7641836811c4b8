import { NwsValueError } from './nws-value-error.mjs';
import { Wrapper } from './wrapper.mjs';
import { KIND } from './wire-kinds.mjs';

const NANOSECONDS = 1_000_000_000n;

/** A length of time, to the nanosecond. */
export class NwsDuration extends Wrapper {
  get [KIND]() {
    return 'duration';
  }

  /**
   * @param {bigint|number} seconds whole seconds, rounded down: -0.5 s is -1 second and 500000000 nanoseconds
   * @param {number} [nanoseconds] 0 to 999999999
   * @throws {NwsValueError} out of range
   */
  constructor(seconds, nanoseconds = 0) {
    super();
    /** Whole seconds, rounded down. */
    this.seconds = wholeSeconds(seconds);
    /** Nanoseconds beyond them, 0 to 999999999. */
    this.nanoseconds = checkedNanoseconds(nanoseconds);
    Object.freeze(this);
  }

  /**
   * @param {number} milliseconds rounded to the nanosecond
   * @returns {NwsDuration}
   */
  static fromMilliseconds(milliseconds) {
    if (!Number.isFinite(milliseconds)) throw new NwsValueError(`${milliseconds} is not a number of milliseconds`);
    const seconds = Math.floor(milliseconds / 1000);
    const nanoseconds = Math.round((milliseconds - seconds * 1000) * 1e6);
    return nanoseconds === 1e9 ? new NwsDuration(seconds + 1) : new NwsDuration(seconds, nanoseconds);
  }

  /** @returns {number} milliseconds, as exactly as a number holds them; so durations compare with `<` */
  valueOf() {
    return Number(this.seconds) * 1000 + this.nanoseconds / 1e6;
  }

  /** @returns {string} ISO 8601, such as `PT1.5S` or `-PT2H3M4S` */
  toString() {
    const total = this.seconds * NANOSECONDS + BigInt(this.nanoseconds);
    const size = total < 0n ? -total : total;
    const seconds = size / NANOSECONDS;
    const parts = [[seconds / 3600n, 'H'], [seconds / 60n % 60n, 'M']].filter(([count]) => count > 0n)
      .map(([count, unit]) => `${count}${unit}`);
    const fraction = fractionText(Number(size % NANOSECONDS));
    if (seconds % 60n > 0n || fraction || parts.length === 0) parts.push(`${seconds % 60n}${fraction}S`);
    return `${total < 0n ? '-' : ''}PT${parts.join('')}`;
  }

  /** @returns {string} ISO 8601 */
  toJSON() {
    return this.toString();
  }
}

/**
 * @param {number} nanoseconds
 * @returns {string} `.5` for half a second, nothing for none
 */
export function fractionText(nanoseconds) {
  return nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}`;
}

/**
 * @param {bigint|number} seconds
 * @returns {bigint}
 * @throws {NwsValueError} not a whole number of 64 bits
 */
export function wholeSeconds(seconds) {
  const whole = typeof seconds === 'bigint' || Number.isSafeInteger(seconds);
  if (!whole || BigInt.asIntN(64, BigInt(seconds)) !== BigInt(seconds)) {
    throw new NwsValueError(`${seconds} is not a whole number of seconds in 64 bits`);
  }
  return BigInt(seconds);
}

/**
 * @param {number} nanoseconds
 * @returns {number}
 * @throws {NwsValueError} not between 0 and 999999999
 */
export function checkedNanoseconds(nanoseconds) {
  if (!Number.isInteger(nanoseconds) || nanoseconds < 0 || nanoseconds > 999_999_999) {
    throw new NwsValueError(`nanoseconds are 0 to 999999999, not ${nanoseconds}`);
  }
  return nanoseconds;
}
