import { Script } from 'node:vm';

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const GIVEN = Symbol.for('nws.kernel.given');

/**
 * Makes a variable that all code sees, however a variable of the name was declared before.
 * @param {string} name
 * @param {*} value
 * @throws {TypeError} the name is no identifier
 */
export function setVariable(name, value) {
  check(name);
  Object.defineProperty(globalThis, GIVEN, { value, configurable: true });
  try {
    new Script(`${name} = globalThis[Symbol.for('nws.kernel.given')];`).runInThisContext();
  } finally {
    delete globalThis[GIVEN];
  }
}

/**
 * Takes a variable away. What code has declared by `let` cannot be: it becomes undefined.
 * @param {string} name
 * @param {Array<string>} declared the names that code has declared so
 * @throws {TypeError} the name is no identifier
 */
export function unsetVariable(name, declared) {
  check(name);
  if (declared.includes(name)) new Script(`${name} = undefined;`).runInThisContext();
  else delete globalThis[name];
}

function check(name) {
  if (!NAME.test(name) || !isFree(name)) throw new TypeError(`'${name}' cannot be the name of a variable of JavaScript`);
}

function isFree(name) {
  try {
    return new Script(`(${name}) => ${name}`) !== undefined;
  } catch {
    return false;
  }
}
