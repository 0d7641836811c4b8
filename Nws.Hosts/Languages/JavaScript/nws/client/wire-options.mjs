const LOCAL_OPTIONS = new Set(['signal', 'exact']);
const STORE_OPTIONS = new Set(['priority']);

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
