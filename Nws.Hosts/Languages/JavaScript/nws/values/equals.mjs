import { fingerprint } from './encoder.mjs';

/**
 * Whether two values are the same value on the wire: same kind, same content.
 *
 * `1` differs from `new NwsFloat64(1)`, `0` from `-0`, a tuple from a list; NaN equals NaN; sets and maps do not look
 * at order.
 * @param {*} one
 * @param {*} other
 * @returns {boolean}
 * @throws {import('./nws-value-error.mjs').NwsValueError} one of them has no kind
 */
export function equals(one, other) {
  return Object.is(one, other) || fingerprint(one) === fingerprint(other);
}
