import { Script } from 'node:vm';
import { BoundedCache } from './bounded-cache.mjs';
import { isNotFound } from './module-loader.mjs';

const CACHED_FUNCTIONS = 512;
const GLOBALS = new BoundedCache(CACHED_FUNCTIONS);
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const DOTTED_NAME = /^[\w@$][\w@$./:-]*\.[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Finds the function that a text means: a name, a lambda, or a dotted name in an object or module. */
export class FunctionResolver {
  #evaluator;
  #modules;
  #lambdas = new BoundedCache(CACHED_FUNCTIONS);

  /**
   * @param {import('./evaluator.mjs').Evaluator} evaluator
   * @param {import('./module-loader.mjs').ModuleLoader} modules
   */
  constructor(evaluator, modules) {
    this.#evaluator = evaluator;
    this.#modules = modules;
  }

  /**
   * @param {string} text
   * @returns {Function|Promise<Function>} a promise if a module is needed
   * @throws {Error} there is no such function
   */
  resolve(text) {
    const source = text.trim();
    const found = this.#find(source);
    return found instanceof Promise ? found.then((member) => checked(source, member)) : checked(source, found);
  }

  #find(source) {
    if (NAME.test(source)) return globalValue(source);
    if (DOTTED_NAME.test(source)) return this.#member(source);
    return this.#lambdas.get(source, () => this.#evaluator.expression(source));
  }

  #member(source) {
    const names = source.split('.');
    const root = NAME.test(names[0]) ? globalValue(names[0]) : undefined;
    if (root !== undefined && names.slice(1).every((name) => NAME.test(name))) return method(root, names.slice(1));
    return this.#memberOfModule(source, names);
  }

  async #memberOfModule(source, names) {
    // `node:path.posix.basename`: a module's name may contain dots, so the longest that exists is taken.
    for (let count = names.length - 1; count > 0; count--) {
      const module = await this.#module(names.slice(0, count).join('.'));
      // The default of a CommonJS module is the object its functions may know as `this`.
      if (module) return method(module.default, names.slice(count)) ?? method(module, names.slice(count));
    }
    throw new ReferenceError(`'${source}' was not found: '${names[0]}' is neither an object nor a module here`);
  }

  async #module(name) {
    try {
      return await this.#modules.import(name);
    } catch (error) {
      if (isNotFound(name, error)) return undefined;
      throw error;
    }
  }
}

function checked(source, found) {
  if (found === undefined) {
    throw new ReferenceError(`there is no function '${source}': define it first, or name its module`);
  }
  if (typeof found !== 'function') throw new TypeError(`'${source}' is no function`);
  return found;
}

function globalValue(name) {
  return GLOBALS.get(name, () => new Script(`typeof ${name} === 'undefined' ? undefined : ${name}`)).runInThisContext();
}

function method(root, names) {
  let receiver;
  let value = root;
  for (const name of names) {
    receiver = value;
    value = value?.[name];
  }
  return typeof value === 'function' ? value.bind(receiver) : value;
}
