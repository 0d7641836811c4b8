const LOCAL_OPTIONS = new Set(['signal', 'exact']);
const STORE_OPTIONS = new Set(['priority', 'key', 'keyFor', 'delay', 'expires', 'if']);

/**
 * The options of a `fetch` or `find` that concern the server.
 * @param {'fetch'|'find'} method
 * @param {object} options as the program gave them
 * @returns {{timeout?: number, lease?: true|number, after?: [number, number], count?: number}}
 * @throws {TypeError|RangeError} an unknown option, or a value that makes no sense
 */
export function wireOptions(method, { timeout = Infinity, lease, after, count, ...others }) {
  const unknown = Object.keys(others).find((name) => !LOCAL_OPTIONS.has(name));
  if (unknown) throw new TypeError(`'${unknown}' is not an option of ${method}`);
  const valid = typeof timeout === 'number' && timeout >= 0;
  if (!valid) throw new RangeError(`a timeout is a number of seconds, not ${timeout}`);
  if (lease && method !== 'fetch') throw new TypeError('only a fetched value can be leased');
  const wire = { ...timeout < Infinity && { timeout }, ...lease && { lease }, ...after && { after } };
  return count === undefined ? wire : { ...wire, count };
}

/**
 * What stands behind the value of a `store`, or the values of a `storeAll`.
 *
 * Options of `store` and `storeAll`: `priority` (-1000 to 1000, in variables of mode `fifo`: a point is worth ten
 * seconds of waiting, so the value is taken before those stored up to so much earlier, and no value waits for ever),
 * `key` (a store with a key that the variable knows is not done again: while a value with it is there, in flight or to
 * appear), `keyFor` (seconds for which it stays known at least), `delay` (seconds until the value appears, as if it was
 * stored then), `expires` (seconds until it vanishes if nobody took it), `if` (in variables of mode `single`: the
 * `cursor` of the delivery that the variable must hold, or null if it must be empty; else the store fails with code
 * `conflict`).
 *
 * @param {object} [options] as the program gave them
 * @returns {Array} nothing, or a map of options
 * @throws {TypeError} an unknown option
 */
export function storeOptions(options = {}) {
  const unknown = Object.keys(options).find((name) => !STORE_OPTIONS.has(name));
  if (unknown) throw new TypeError(`'${unknown}' is not an option of store`);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length > 0 ? [Object.fromEntries(given)] : [];
}
