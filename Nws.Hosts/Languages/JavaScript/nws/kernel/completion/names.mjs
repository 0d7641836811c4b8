import { types } from 'node:util';
import { Script } from 'node:vm';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const KEYWORDS = ('async await break case catch class const continue debugger default delete do else export extends false '
  + 'finally for function if import in instanceof let new null of return static super switch this throw true try typeof var '
  + 'void while with yield')
  .split(' ').map((text) => ({ text, kind: 'keyword' }));

/**
 * All that a name may mean outside of an object: keywords, global properties, what earlier code has declared.
 * @param {string[]} declared names declared by `let`, `const` and `class`
 * @returns {Array<{text: string, kind: string}>}
 */
export function globalItems(declared) {
  const globals = namesOf(globalThis).map((text) => ({ text, kind: kindOf(valueOf(text, declared), 'variable') }));
  return [...KEYWORDS, ...globals, ...declared.map((text) => ({ text, kind: kindOf(valueOf(text, declared), 'variable') }))];
}

/**
 * The properties of what a dotted path means, as far as that is known without calling anything.
 * @param {string[]} path
 * @param {string[]} declared
 * @returns {Array<{text: string, kind: string}>}
 */
export function memberItems([first, ...rest], declared) {
  let value = valueOf(first, declared);
  for (const name of rest) value = stored(value, name);
  if (value === undefined || value === null) return [];
  return namesOf(value).map((text) => ({ text, kind: kindOf(stored(value, text), 'property') }));
}

function valueOf(name, declared) {
  if (!declared.includes(name)) return stored(globalThis, name);
  try {
    // A declared name is no property: to read it calls nothing, but it may not be set yet.
    return new Script(name).runInThisContext();
  } catch {
    return undefined;
  }
}

/** The value of a property that has one; a getter or proxy would have to be called. */
function stored(value, name) {
  return chain(value).map((owner) => Object.getOwnPropertyDescriptor(owner, name)).find((found) => found)?.value;
}

function namesOf(value) {
  return chain(value).flatMap((owner) => Object.getOwnPropertyNames(owner)).filter((name) => IDENTIFIER.test(name));
}

/** An object and its prototypes, up to the first proxy. */
function chain(value) {
  const owners = [];
  if (value === undefined || value === null) return owners;
  for (let owner = Object(value); owner !== null && !types.isProxy(owner); owner = Object.getPrototypeOf(owner)) {
    owners.push(owner);
  }
  return owners;
}

function kindOf(value, otherwise) {
  if (types.isModuleNamespaceObject(value)) return 'module';
  if (typeof value !== 'function' || types.isProxy(value)) return otherwise;
  return isType(value) ? 'type' : 'function';
}

function isType(fun) {
  const text = Function.prototype.toString.call(fun);
  if (text.startsWith('class')) return true;
  const { value: prototype } = Object.getOwnPropertyDescriptor(fun, 'prototype') ?? {};
  return /\[native code\]\s*\}$/.test(text) && typeof prototype === 'object' && prototype !== null;
}
