import { clearTimer, refuse, setTimer, write } from 'nws:host';
import { formatLine } from './inspect.mjs';
import * as nws from './nws.mjs';
import { Workspace } from './workspace.mjs';

const STREAMS = { log: 'stdout', info: 'stdout', debug: 'stdout', warn: 'stderr', error: 'stderr' };

/**
 * Defines what tasks find besides the language itself.
 * @param {object} settings
 * @param {number} settings.rank
 * @param {number} settings.workers
 * @param {boolean} settings.sandbox
 * @param {string|null} settings.sleigh name of the Sleigh's workspace
 * @param {string|null} settings.user name of the workspace shared with the master
 */
export function install({ rank, workers, sandbox, sleigh, user }) {
  set('console', Object.fromEntries(Object.entries(STREAMS).map(([name, stream]) => [name, print(stream)])));
  set('SleighArguments', []);
  set('SleighRank', rank);
  set('SleighWorkerCount', workers);
  setWorkspace('SleighNws', 'sleigh', sleigh, sandbox);
  setWorkspace('SleighUserNws', 'user', user, sandbox);
  set('require', function require(name) {
    return name === 'nws' ? nws : refuse(`require('${name}')`);
  });
  if (sandbox) return;
  set('setTimeout', timer(false));
  set('setInterval', timer(true));
  set('clearTimeout', clear);
  set('clearInterval', clear);
  set('queueMicrotask', function queueMicrotask(callback) {
    Promise.resolve().then(callback);
  });
}

function print(stream) {
  return (...values) => write(stream, `${formatLine(values)}\n`);
}

function timer(repeats) {
  return (callback, delay = 0, ...args) => {
    if (typeof callback !== 'function') throw new TypeError('a timer calls a function');
    return setTimer(() => callback(...args), Number(delay) || 0, repeats);
  };
}

function clear(id) {
  clearTimer(Number(id));
}

function set(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

function setWorkspace(name, role, workspace, sandbox) {
  const space = workspace === null ? undefined : new Workspace(role, workspace);
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      if (sandbox) throw new ReferenceError(`there is no ${name}: sandboxed code reaches no workspace`);
      if (!space) throw new ReferenceError(`there is no ${name}: this code does not run in a Sleigh`);
      return space;
    },
  });
}
