import { createRequire } from 'node:module';
import { workerGlobals } from './worker-globals.mjs';

const MODULES = ['buffer', 'crypto', 'dns', 'fs', 'os', 'path', 'querystring', 'url', 'util', 'zlib'];
const NOT_WALKED = new Set(['prototype', 'constructor', 'caller', 'arguments', 'globalThis', 'global', 'process']);
const DEPTH = 2;

let globals;
let modules;

/**
 * The name of a function that every worker has as a global or in one.
 * @param {Function} fun
 * @returns {string|undefined} such as `Math.sqrt`
 */
export function globalName(fun) {
  if (!globals) {
    globals = new Map();
    const all = [...workerGlobals()].map((name) => [name, ownValue(globalThis, name)]);
    for (const [name, value] of all) if (typeof value === 'function') remember(globals, value, name);
    for (const [name, value] of all) if (!NOT_WALKED.has(name)) walk(globals, value, name, 1);
  }
  return globals.get(fun);
}

/**
 * The name of a function of one of the modules that Node.js brings along.
 * @param {Function} fun
 * @returns {string|undefined} such as `node:path.basename`
 */
export function moduleName(fun) {
  if (!modules) {
    modules = new Map();
    const require = createRequire(import.meta.url);
    for (const name of MODULES) walk(modules, require(`node:${name}`), `node:${name}`, DEPTH);
  }
  return modules.get(fun);
}

function walk(names, holder, path, depth) {
  if (depth === 0 || holder === null || typeof holder !== 'object' && typeof holder !== 'function') return;
  for (const key of Object.getOwnPropertyNames(holder)) {
    const value = NOT_WALKED.has(key) ? undefined : ownValue(holder, key);
    if (typeof value === 'function') remember(names, value, `${path}.${key}`);
    else walk(names, value, `${path}.${key}`, depth - 1);
  }
}

function remember(names, fun, name) {
  if (!names.has(fun)) names.set(fun, name);
}

/** Without calling a getter, which might load something or warn. */
function ownValue(holder, key) {
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}
