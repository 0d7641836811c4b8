import { Script } from 'node:vm';
import { SleighIllegalValueException } from './exceptions.mjs';

const NATIVE = /\{\s*\[native code\]\s*\}$/;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * The text that means a function on a worker. Only the text travels: what the function uses of its surroundings has to
 * be there too.
 * @param {Function} fun
 * @returns {string} an expression
 * @throws {SleighIllegalValueException} it has no text, or is a class
 */
export function functionText(fun) {
  const text = Function.prototype.toString.call(fun);
  const name = fun.name || 'anonymous';
  if (NATIVE.test(text)) {
    const remedy = "Send its name, with type 'invoke' ('Math.sqrt'), or a function that calls it (x => Math.sqrt(x)).";
    throw new SleighIllegalValueException(`the function ${name} is native or bound: it has no text to send. ${remedy}`);
  }
  if (/^class\b/.test(text)) throw new SleighIllegalValueException(`${name} is a class; send a function that uses it`);
  if (isExpression(text)) return text;
  // A method is written without the word `function`.
  const method = `Object.values({ ${text} })[0]`;
  if (isExpression(method)) return method;
  throw new SleighIllegalValueException(`the text of the function ${name} makes no sense without its surroundings`);
}

/**
 * The text that defines a function under its own name.
 * @param {Function} fun
 * @returns {string} a statement
 * @throws {SleighIllegalValueException} it has no name or no text
 */
export function definitionText(fun) {
  if (!NAME.test(fun.name)) throw new SleighIllegalValueException('a function without a name cannot be defined');
  return `var ${fun.name} = ${functionText(fun)};`;
}

function isExpression(text) {
  try {
    return Boolean(new Script(`(${text}\n)`));
  } catch {
    return false;
  }
}
