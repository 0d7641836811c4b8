import { SleighIllegalValueException } from '../exceptions.mjs';
import { isLocal, isWeb } from '../launchers.mjs';

/** The options that may differ from node to node. */
export const PER_NODE = [
  'user', 'scriptDir', 'scriptName', 'modulePath', 'workingDir', 'logDir', 'workerTags', 'nwsHostRemote', 'nwsPortRemote',
];

/**
 * Whether an option gives a value for each node: `{ default: ..., node1: ... }`.
 * @param {*} value
 * @returns {boolean}
 */
export function isByNode(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A place in which a worker is started, and what holds for it of the options that may differ.
 * @typedef {{host: string} & object} Place
 */

/**
 * The places in which workers are started, one for each.
 * @param {import('../sleigh-options.mjs').SleighOptions} options
 * @returns {Place[]} none if people start the workers
 */
export function placesOf(options) {
  if (isWeb(options.launch)) return [];
  const nodes = isLocal(options.launch) ? Array(options.workerCount).fill('localhost') : options.nodeList;
  return nodes.map((node) => placeOf(node, options));
}

/**
 * @param {string|{host: string}} node an element of `nodeList`
 * @param {import('../sleigh-options.mjs').SleighOptions} options
 * @returns {Place}
 */
export function placeOf(node, options) {
  const own = typeof node === 'string' ? { host: node } : node;
  const given = PER_NODE.map((name) => [name, own[name] ?? forNode(options[name], own.host)]);
  return { host: own.host, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

/**
 * Refuses options for nodes that there are not.
 * @param {import('../sleigh-options.mjs').SleighOptions} options
 * @throws {SleighIllegalValueException}
 */
export function refuseUnknownNodes(options) {
  const hosts = new Set(['default', ...placesOf(options).map(({ host }) => host)]);
  for (const name of PER_NODE) {
    if (!isByNode(options[name])) continue;
    const unknown = Object.keys(options[name]).find((host) => !hosts.has(host));
    if (unknown === undefined) continue;
    throw new SleighIllegalValueException(`the option ${name} has a value for '${unknown}', which is not in nodeList`);
  }
}

function forNode(value, host) {
  if (!isByNode(value)) return value;
  return Object.hasOwn(value, host) ? value[host] : value.default;
}
