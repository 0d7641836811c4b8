import { statSync } from 'node:fs';
import Module, { isBuiltin } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as nws from '../index.mjs';
import { IMPORT_FUNCTION } from './rewriting.mjs';

const ENDINGS = ['', '.mjs', '.cjs', '.js', '/index.mjs', '/index.cjs', '/index.js'];
const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);
const NO_BUILTIN = 'ERR_UNKNOWN_BUILTIN_MODULE';

/** Loads modules for code that has no file of its own: from the module path, then from the working directory. */
export class ModuleLoader {
  #scopes = [moduleScope(process.cwd())];
  #modulePath;

  /** Gives code `require` and `import`. */
  install() {
    define('require', (name) => this.require(name));
    define(IMPORT_FUNCTION, (name) => this.import(name));
  }

  /**
   * Makes a directory the first to be searched.
   * @param {string} directory
   */
  searchFirst(directory) {
    this.#modulePath = resolve(directory);
    this.#scopes = [moduleScope(this.#modulePath), moduleScope(process.cwd())];
  }

  /** The directories that are searched, the first first. */
  get directories() {
    return this.#modulePath ? [this.#modulePath, process.cwd()] : [process.cwd()];
  }

  /**
   * @param {string} name as for `require`
   * @returns {*}
   */
  require(name) {
    if (name === 'nws') return nws;
    const [first, second] = this.#scopes;
    const file = this.#fileInModulePath(name);
    if (file) return first.require(file);
    try {
      return first.require(name);
    } catch (error) {
      if (!second || !isNotFound(name, error)) throw error;
      return second.require(name);
    }
  }

  /**
   * @param {string} name as for `import()`
   * @returns {Promise<object>} the module
   */
  async import(name) {
    if (name === 'nws') return nws;
    const [first, second] = this.#scopes;
    const file = this.#fileInModulePath(name);
    if (file) return first.import(pathToFileURL(file).href);
    try {
      return await first.import(name);
    } catch (error) {
      if (!second || !isNotFound(name, error)) throw error;
      return second.import(name);
    }
  }

  #fileInModulePath(name) {
    if (!this.#modulePath || isBuiltin(name) || isAbsolute(name) || /^\w{2,}:/.test(name)) return undefined;
    return ENDINGS.map((ending) => join(this.#modulePath, name + ending)).find(isFile);
  }
}

/**
 * Whether a module could not be loaded because there is none, rather than because it or something it needs failed.
 * @param {string} name
 * @param {*} error that came of loading it
 * @returns {boolean}
 */
export function isNotFound(name, error) {
  if (!NOT_FOUND.has(error?.code)) return error?.code === NO_BUILTIN;
  const missing = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  return name.startsWith(missing) || missing.endsWith(name.replace(/^\./, ''));
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** `require` and `import` as a file in that directory has them: Node resolves names from the file that asks. */
function moduleScope(directory) {
  const module = new Module(join(directory, '<task>'));
  module.filename = module.id;
  module.paths = Module._nodeModulePaths(directory);
  module._compile('exports.import = (name) => import(name);', module.filename);
  return { require: (name) => module.require(name), import: module.exports.import };
}

function define(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
