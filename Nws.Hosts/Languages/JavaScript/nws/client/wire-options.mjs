const LOCAL_OPTIONS = new Set(['signal', 'exact']);

/**
 * The options of a `fetch` or `find` that concern the server.
 * @param {'fetch'|'find'} method
 * @param {object} options as the program gave them
 * @returns {{timeout?: number, lease?: true, after?: [number, number]}}
 * @throws {TypeError|RangeError} an unknown option, or a value that makes no sense
 */
export function wireOptions(method, { timeout = Infinity, lease, after, ...others }) {
  const unknown = Object.keys(others).find((name) => !LOCAL_OPTIONS.has(name));
  if (unknown) throw new TypeError(`'${unknown}' is not an option of ${method}`);
  const valid = typeof timeout === 'number' && timeout >= 0;
  if (!valid) throw new RangeError(`a timeout is a number of seconds, not ${timeout}`);
  if (lease && method !== 'fetch') throw new TypeError('only a fetched value can be leased');
  return { ...timeout < Infinity && { timeout }, ...lease && { lease }, ...after && { after } };
}
