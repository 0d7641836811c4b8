import { checkedNanoseconds, fractionText, wholeSeconds } from './nws-duration.mjs';
import { NwsValueError } from './nws-value-error.mjs';
import { dateOf, daysUntil, SECONDS_PER_DAY } from './calendar.mjs';
import { Wrapper } from './wrapper.mjs';
import { KIND } from './wire-kinds.mjs';

const FORM = /^([+-]?\d{4,})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d(?::\d\d)?)?$/;
const LARGEST_DATE = 8_640_000_000_000_000n;

/**
 * A date and time that `Date` cannot hold exactly: with an offset from UTC, without any (naive), finer than a
 * millisecond, or outside the years of `Date`.
 */
export class NwsDateTime extends Wrapper {
  get [KIND]() {
    return 'dateTime';
  }

  /**
   * @param {bigint|number} seconds since 1970-01-01T00:00:00Z; of a naive one, of the wall clock since
   *   1970-01-01T00:00:00
   * @param {number} [nanoseconds] beyond the seconds, 0 to 999999999
   * @param {number|null} [offset] from UTC in seconds, east is positive; null makes it naive
   * @throws {NwsValueError} out of range
   */
  constructor(seconds, nanoseconds = 0, offset = 0) {
    super();
    /** Whole seconds since the epoch, rounded down. */
    this.seconds = wholeSeconds(seconds);
    /** Nanoseconds beyond them, 0 to 999999999. */
    this.nanoseconds = checkedNanoseconds(nanoseconds);
    /** Offset from UTC in seconds, or null for a naive date-time. */
    this.offset = checkedOffset(offset);
    Object.freeze(this);
  }

  /**
   * @param {string} text ISO 8601: `2024-03-01T12:00:00.123456789+02:00`, `...Z`, or without an offset for a naive one
   * @returns {NwsDateTime}
   * @throws {NwsValueError} that is not a date and time
   */
  static parse(text) {
    const match = FORM.exec(text);
    if (!match) throw new NwsValueError(`'${text}' is not a date and time in ISO 8601`);
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
    const days = daysUntil(year, month, day);
    const date = dateOf(days);
    if (date.month !== month || date.day !== day || hour > 23 || minute > 59 || second > 59) {
      throw new NwsValueError(`there is no such date and time as '${text}'`);
    }
    const offset = parseOffset(match[8]);
    const wall = BigInt(days) * SECONDS_PER_DAY + BigInt(hour * 3600 + minute * 60 + second);
    return new NwsDateTime(wall - BigInt(offset ?? 0), Number((match[7] ?? '').padEnd(9, '0')), offset);
  }

  /**
   * The same instant as a `Date`, with one more fact: its offset.
   * @param {Date} date
   * @param {number} [offset] from UTC in seconds; by default that of this machine at that time
   * @returns {NwsDateTime}
   */
  static fromDate(date, offset = -date.getTimezoneOffset() * 60) {
    const milliseconds = date.getTime();
    if (Number.isNaN(milliseconds)) throw new NwsValueError('an invalid Date is no date');
    const seconds = Math.floor(milliseconds / 1000);
    return new NwsDateTime(seconds, (milliseconds - seconds * 1000) * 1e6, offset);
  }

  /** Whether a `Date` holds this exactly: an instant in UTC, in whole milliseconds, in its range. */
  get fitsDate() {
    return this.offset === 0 && this.nanoseconds % 1_000_000 === 0 && this.#inDateRange();
  }

  /**
   * The instant as a `Date`, cut to milliseconds; a naive date-time counts as UTC.
   * @returns {Date}
   * @throws {NwsValueError} outside the range of `Date`
   */
  toDate() {
    if (!this.#inDateRange()) throw new NwsValueError(`${this} is outside the range of Date`);
    return new Date(Number(this.#milliseconds()));
  }

  /** @returns {string} ISO 8601 with as many digits as needed */
  toString() {
    const wall = this.seconds + BigInt(this.offset ?? 0);
    const time = Number((wall % SECONDS_PER_DAY + SECONDS_PER_DAY) % SECONDS_PER_DAY);
    const { year, month, day } = dateOf(Number((wall - BigInt(time)) / SECONDS_PER_DAY));
    const clock = `${clockText(time)}${fractionText(this.nanoseconds)}`;
    return `${yearText(year)}-${two(month)}-${two(day)}T${clock}${offsetText(this.offset)}`;
  }

  /** @returns {string} ISO 8601 */
  toJSON() {
    return this.toString();
  }

  #milliseconds() {
    return this.seconds * 1000n + BigInt(Math.floor(this.nanoseconds / 1_000_000));
  }

  #inDateRange() {
    const milliseconds = this.#milliseconds();
    return milliseconds >= -LARGEST_DATE && milliseconds <= LARGEST_DATE;
  }
}

function checkedOffset(offset) {
  if (offset !== null && (!Number.isInteger(offset) || Math.abs(offset) >= 86_400)) {
    throw new NwsValueError(`an offset from UTC is less than a day in seconds, not ${offset}`);
  }
  return offset;
}

function parseOffset(text) {
  if (text === undefined) return null;
  if (text === 'Z') return 0;
  const [hours, minutes, seconds = 0] = text.slice(1).split(':').map(Number);
  const size = hours * 3600 + minutes * 60 + seconds;
  return text[0] === '-' && size > 0 ? -size : size;
}

function offsetText(offset) {
  if (offset === null) return '';
  if (offset === 0) return 'Z';
  const clock = clockText(Math.abs(offset)).replace(/:00$/, '');
  return `${offset < 0 ? '-' : '+'}${clock}`;
}

function clockText(seconds) {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
}

function yearText(year) {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0');
  return `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
}

function two(number) {
  return String(number).padStart(2, '0');
}
