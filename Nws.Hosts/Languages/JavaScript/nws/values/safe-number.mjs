/**
 * An integer as JavaScript should see it: a number if that is exact, else a BigInt.
 * @param {bigint} value
 * @returns {number|bigint}
 */
export function safeNumber(value) {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
