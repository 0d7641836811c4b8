import { SleighIllegalValueException } from './exceptions.mjs';
import { PLACEHOLDER } from './workers/shell-command.mjs';

/**
 * How workers are started on nodes: the values of the option `launch`.
 *
 * A launcher is a function that gives, for a node, the words of the command that runs another one there. That other
 * command, the worker's, takes the place of a word `{command}`; inside a word `{command}` becomes its text, quoted for
 * a shell. Without any it follows.
 * @typedef {(host: string, options: LaunchOptions) => string[]} Launcher
 */

/**
 * What a launcher is told of a node besides its name.
 * @typedef {object} LaunchOptions
 * @property {string} [user] to log in as
 * @property {string} nwsHost of the server, as this machine reaches it
 * @property {number} nwsPort
 * @property {string} nwsHostRemote of the server, as the worker is to reach it
 * @property {number} nwsPortRemote
 */

// No window, no question: a login that asks for a password fails at once instead of waiting for one.
const SSH = ['ssh', '-x', '-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'ServerAliveInterval=15'];
const FOR_A_SHELL = `exec ${PLACEHOLDER}`;

/**
 * By `ssh`, which must log in without asking.
 * @type {Launcher}
 */
export const sshcmd = (host, options) => [...SSH, ...login(options), host, FOR_A_SHELL];

/**
 * By `ssh`, through which the worker also reaches the server: for nodes that cannot reach it themselves. The worker
 * connects to `nwsHostRemote` (`localhost`) and `nwsPortRemote` (the server's) of its own machine.
 * @type {Launcher}
 */
export const sshforwardcmd = (host, options) => {
  const tunnel = `${options.nwsHostRemote}:${options.nwsPortRemote}:${options.nwsHost}:${options.nwsPort}`;
  return [...SSH, '-o', 'ExitOnForwardFailure=yes', '-R', tunnel, ...login(options), host, FOR_A_SHELL];
};

/**
 * By `rsh`, which is not safe: what passes can be read and changed on its way.
 * @type {Launcher}
 */
export const rshcmd = (host, options) => ['rsh', ...login(options), host, FOR_A_SHELL];

/**
 * By Slurm's `srun`, one task on the node, inside an allocation or making one.
 * @type {Launcher}
 */
export const sruncmd = (host) => ['srun', '--nodes=1', '--ntasks=1', '--overlap', `--nodelist=${host}`, PLACEHOLDER];

/**
 * By LSF's `bsub`, interactively, on the host.
 * @type {Launcher}
 */
export const lsfcmd = (host) => ['bsub', '-I', '-m', host, FOR_A_SHELL];

const NAMED = new Map(Object.entries({
  ssh: sshcmd, sshforward: sshforwardcmd, rsh: rshcmd, srun: sruncmd, lsf: lsfcmd, bsub: lsfcmd,
}));
const NAMES = new Map([...NAMED].map(([name, launcher]) => [launcher, name]));

/** Whether a launcher starts workers on this machine. */
export const isLocal = (launch) => launch === 'local';

/** Whether people start the workers. */
export const isWeb = (launch) => launch === 'web';

/** Whether workers reach the server through the launcher's connection. */
export const forwards = (launch) => launch === sshforwardcmd || launch === 'sshforward';

/**
 * @param {*} launch value of the option
 * @returns {string} the launcher's name for people
 */
export function launcherName(launch) {
  if (typeof launch === 'function') return NAMES.get(launch) ?? (launch.name || 'own');
  return NAMED.has(launch) ? launch : wordsOf(launch)[0];
}

/**
 * @param {*} launch value of the option, neither `local` nor `web`
 * @returns {Launcher}
 * @throws {SleighIllegalValueException} there is no such launcher
 */
export function launcherOf(launch) {
  if (typeof launch === 'function') return launch;
  if (NAMED.has(launch)) return NAMED.get(launch);
  const words = wordsOf(launch);
  if (words.some((word) => typeof word === 'string' && word.includes(PLACEHOLDER))) return () => words;
  throw new SleighIllegalValueException(`the option launch is 'local', 'web', one of ${[...NAMED.keys()].join(', ')}, a `
    + `function, or a command in which ${PLACEHOLDER} says where the worker's command goes, not '${words.join(' ')}'`);
}

function wordsOf(launch) {
  return Array.isArray(launch) ? launch : String(launch).split(/\s+/).filter((word) => word !== '');
}

function login({ user }) {
  return user ? ['-l', user] : [];
}
