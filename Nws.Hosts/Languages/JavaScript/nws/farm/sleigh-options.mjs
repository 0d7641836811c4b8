import { checked, IS } from './options.mjs';

const TEMPLATE = [(value) => typeof value === 'string' && /%0?\d*d/.test(value), 'a name with one %d'];

const CHECKS = {
  workerCount: IS.positiveInteger,
  nwsHost: IS.aText,
  nwsPort: IS.positiveInteger,
  token: IS.aText,
  modulePath: IS.aText,
  workingDir: IS.aText,
  verbose: IS.trueOrFalse,
  wsNameTemplate: TEMPLATE,
  userWsNameTemplate: TEMPLATE,
};

/**
 * Options of a Sleigh.
 * @typedef {object} SleighOptions
 * @property {number} [workerCount] workers to start on this machine; 3 by default
 * @property {string} [nwsHost] of the server; by default that of `NWS_SERVER`, else `localhost`
 * @property {number} [nwsPort] of the server; by default that of `NWS_SERVER`, else 8765
 * @property {string} [token] of the server; by default `NWS_TOKEN`
 * @property {string} [modulePath] directory in which workers search modules first
 * @property {string} [workingDir] of the workers; by default that of this program
 * @property {boolean} [verbose] pass on what workers and tasks print, to stderr
 * @property {string} [wsNameTemplate] name of the sleigh workspace, with one `%d`
 * @property {string} [userWsNameTemplate] name of the users' workspace, with one `%d`
 */

const DEFAULTS = {
  workerCount: 3,
  verbose: false,
  wsNameTemplate: 'sleigh_ride_%04d',
  userWsNameTemplate: 'sleigh_user_%04d',
};

/**
 * @param {SleighOptions} options
 * @returns {SleighOptions} with the defaults of those that were not given
 * @throws {import('./exceptions.mjs').SleighIllegalValueException} an unknown option, or a value that makes no sense
 */
export function sleighOptions(options) {
  return { ...DEFAULTS, ...checked('a Sleigh', options, CHECKS) };
}
