import { serverAddress } from '../client/server-address.mjs';
import { SleighIllegalValueException } from './exceptions.mjs';
import { isLocal, isWeb, launcherOf } from './launchers.mjs';
import { checked, IS } from './options.mjs';
import { isByNode, refuseUnknownNodes } from './workers/places.mjs';
import { TAG } from './workers/worker-tags.mjs';

const MOST_TAGS = 6;
const TEMPLATE = [(value) => typeof value === 'string' && /%0?\d*d/.test(value), 'a name with one %d'];

const CHECKS_OF_NODES = {
  user: IS.aText,
  scriptDir: IS.aText,
  scriptName: IS.aText,
  modulePath: IS.aText,
  workingDir: IS.aText,
  logDir: IS.aText,
  workerTags: IS.tags(0, MOST_TAGS, TAG),
  nwsHostRemote: IS.aText,
  nwsPortRemote: IS.positiveInteger,
};

const CHECKS = {
  launch: [(value) => ['string', 'function'].includes(typeof value) || Array.isArray(value),
    "'local', 'web', a launcher or a command"],
  workerCount: IS.positiveInteger,
  nodeList: [(value) => Array.isArray(value) && value.length > 0 && value.every(isNode),
    'a list of one or more host names, or objects with a host and options'],
  nwsHost: IS.aText,
  nwsPort: IS.positiveInteger,
  token: IS.aText,
  ...Object.fromEntries(Object.entries(CHECKS_OF_NODES).map(([name, check]) => [name, forOneOrEach(check)])),
  scriptExec: IS.aFunction,
  masterExec: IS.aText,
  verbose: IS.trueOrFalse,
  outfile: IS.aText,
  waitForWorkers: IS.trueOrFalse,
  wsNameTemplate: TEMPLATE,
  userWsNameTemplate: TEMPLATE,
};

/**
 * Options of a Sleigh. Those marked with * may also be an object with a value for each node and one for `default`.
 * @typedef {object} SleighOptions
 * @property {'local'|'web'|string|string[]|import('./launchers.mjs').Launcher} [launch] how workers are started:
 *   `local` (the default), on this machine; `web`, by people; or by a launcher, its name or a command
 * @property {number} [workerCount] workers to start on this machine; 3 by default
 * @property {Array<string|{host: string}>} [nodeList] where a launcher starts workers, one for each element; by default
 *   three times `localhost`. An object may have values of its own for the options marked with *
 * @property {string} [nwsHost] of the server; by default that of `NWS_SERVER`, else `localhost`
 * @property {number} [nwsPort] of the server; by default that of `NWS_SERVER`, else 8765
 * @property {string} [token] of the server; by default `NWS_TOKEN`
 * @property {string} [nwsHostRemote] * by which workers reach the server; by default `nwsHost`, or the name of this
 *   machine instead of `localhost`
 * @property {number} [nwsPortRemote] * by which workers reach the server; by default `nwsPort`
 * @property {(host: string, command: string[], options: object) => string[]} [scriptExec] makes of the worker's command
 *   the one that is run on the node; by default it is run as it is
 * @property {string} [scriptDir] * of the `nws` command on nodes; by default it is looked for on their PATH
 * @property {string} [scriptName] * of the `nws` command on nodes; `nws` by default
 * @property {string} [masterExec] the `nws` command of this machine; by default that of `NWS_CLI`, else `nws` on the PATH
 * @property {string} [modulePath] * directory in which workers look for modules first
 * @property {string} [workingDir] * of the workers, where it exists, else a temporary one; by default that of this
 *   program
 * @property {string} [logDir] * directory in which each worker keeps a log file, on its machine
 * @property {string} [user] * to log in as on nodes; by default whom the launcher takes
 * @property {string[]} [workerTags] * words by which jobs choose workers
 * @property {boolean} [verbose] pass on what workers and tasks write, to stderr
 * @property {string} [outfile] a file to which what workers and tasks write is added
 * @property {boolean} [waitForWorkers] whether starting waits until all workers are ready, and fails if one is not
 *   going to be; true by default
 * @property {string} [wsNameTemplate] name of the sleigh workspace, with one `%d`
 * @property {string} [userWsNameTemplate] name of the users' workspace, with one `%d`
 */

const DEFAULTS = {
  launch: 'local',
  workerCount: 3,
  nodeList: Array(3).fill('localhost'),
  verbose: false,
  waitForWorkers: true,
  wsNameTemplate: 'sleigh_ride_%04d',
  userWsNameTemplate: 'sleigh_user_%04d',
};

/**
 * @param {SleighOptions} options
 * @returns {SleighOptions} with the defaults of those that were not given
 * @throws {SleighIllegalValueException} an unknown option, or a value that makes no sense
 */
export function sleighOptions(options) {
  const given = { ...DEFAULTS, workingDir: process.cwd(), ...checked('a Sleigh', options, CHECKS) };
  if (!isLocal(given.launch) && !isWeb(given.launch)) launcherOf(given.launch);
  for (const node of given.nodeList) if (typeof node === 'object') checkNode(node);
  refuseUnknownNodes(given);
  const { token } = serverAddress({ token: given.token });
  return { ...given, ...token && { token } };
}

function checkNode({ host, ...values }) {
  checked(`the node '${host}'`, values, CHECKS_OF_NODES);
}

function isNode(node) {
  return typeof node === 'string' ? node !== '' : typeof node?.host === 'string' && node.host !== '';
}

function forOneOrEach([holds, expected]) {
  const forEach = (value) => Object.values(value).every((each) => each === undefined || each === null || holds(each));
  return [(value) => isByNode(value) ? forEach(value) : holds(value), `${expected}, or an object with such values by node`];
}
