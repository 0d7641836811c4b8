import { statSync } from 'node:fs';
import Module, { isBuiltin } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as nws from '../index.mjs';
import { IMPORT_FUNCTION } from './rewriting.mjs';

const ENDINGS = ['', '.mjs', '.cjs', '.js', '/index.mjs', '/index.cjs', '/index.js'];
const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

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

  /**
   * @param {string} name as for `require`
   * @returns {*}
   */
  require(name) {
    if (name === 'nws') return nws;
    const file = this.#fileInModulePath(name);
    return file ? this.#scopes[0].require(file) : this.#first((scope) => scope.require(name));
  }

  /**
   * @param {string} name as for `import()`
   * @returns {Promise<object>} the module
   */
  async import(name) {
    if (name === 'nws') return nws;
    const file = this.#fileInModulePath(name);
    if (file) return this.#scopes[0].import(pathToFileURL(file).href);
    try {
      return await this.#scopes[0].import(name);
    } catch (error) {
      if (this.#scopes.length === 1 || !NOT_FOUND.has(error?.code)) throw error;
      return this.#scopes[1].import(name);
    }
  }

  #first(load) {
    try {
      return load(this.#scopes[0]);
    } catch (error) {
      if (this.#scopes.length === 1 || !NOT_FOUND.has(error?.code)) throw error;
      return load(this.#scopes[1]);
    }
  }

  #fileInModulePath(name) {
    if (!this.#modulePath || isBuiltin(name) || isAbsolute(name) || /^\w{2,}:/.test(name)) return undefined;
    return ENDINGS.map((ending) => join(this.#modulePath, name + ending)).find(isFile);
  }
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
