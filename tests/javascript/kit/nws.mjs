// The module under test, from where it lives in the repository.
export * from '../../../Nws.Hosts/Languages/JavaScript/nws/index.mjs';

/**
 * The location of a file of the module.
 * @param {string} path inside the module
 * @returns {URL}
 */
export function nwsFile(path) {
  return new URL(`../../../Nws.Hosts/Languages/JavaScript/nws/${path}`, import.meta.url);
}
