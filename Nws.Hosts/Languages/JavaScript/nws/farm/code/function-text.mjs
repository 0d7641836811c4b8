import { SleighIllegalValueException } from '../exceptions.mjs';
import { analyseFunction, declaredNames } from './source/analysis.mjs';
import { globalName, moduleName } from './source/dotted-names.mjs';
import { workerGlobals } from './source/worker-globals.mjs';

const NATIVE = /\{\s*\[native code\]\s*\}$/;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * The text that means a function on a worker: its own, or the dotted name by which every worker knows it.
 * @param {Function} fun
 * @param {Set<string>} [known] names that the workers know besides their globals
 * @returns {string} an expression
 * @throws {SleighIllegalValueException} it uses what does not travel with it, has no text, or is a class
 */
export function functionText(fun, known = new Set()) {
  const dotted = globalName(fun);
  if (dotted) return dotted;
  const text = textOf(fun);
  const found = analysisOf(fun, text);
  if (found.form === 'class') {
    throw new SleighIllegalValueException(`${nameOf(fun)} is a class; define it (sleigh.define(${nameOf(fun)})), and `
      + 'send a function that uses it');
  }
  const captured = capturedNames(found, known);
  // What a task is called with has no receiver, and without one `this` would quietly be something else.
  if (found.usesThis) captured.push('this');
  if (captured.length === 0) return expressionOf(text, found);
  const imported = moduleName(fun);
  if (imported) return imported;
  throw refusal(fun, captured);
}

/**
 * The text that defines functions and classes under their own names. They may use each other.
 * @param {Array<Function|string>} items a text stands for itself
 * @param {Set<string>} [known] names that the workers know besides their globals
 * @returns {{code: string, names: string[]}} statements, and what they declare
 * @throws {SleighIllegalValueException} one has no name or no text, or uses what does not travel with it
 */
export function definition(items, known = new Set()) {
  const names = items.flatMap((item) => typeof item === 'string' ? namesIn(item) : [definedName(item)]);
  const all = new Set([...known, ...names]);
  return { code: items.map((item) => typeof item === 'string' ? item : statementOf(item, all)).join('\n'), names };
}

/**
 * What code declares for code that comes after it.
 * @param {string} code
 * @returns {string[]} nothing if it cannot be read: then a worker will say why
 */
export function namesIn(code) {
  try {
    return declaredNames(code);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function statementOf(fun, known) {
  const text = textOf(fun);
  const found = analysisOf(fun, text);
  const captured = capturedNames(found, known);
  if (captured.length > 0) throw refusal(fun, captured);
  return `var ${fun.name} = ${expressionOf(text, found)};`;
}

function definedName(fun) {
  if (typeof fun !== 'function') {
    throw new SleighIllegalValueException('what is defined is a function, a class or a text');
  }
  if (!NAME.test(fun.name)) throw new SleighIllegalValueException('a function without a name cannot be defined');
  return fun.name;
}

function textOf(fun) {
  const text = Function.prototype.toString.call(fun);
  if (!NATIVE.test(text)) return text;
  throw new SleighIllegalValueException(`the function ${nameOf(fun)} is native or bound: it has no text to send. `
    + 'Send a function that calls it, such as x => x.trim().');
}

function analysisOf(fun, text) {
  try {
    const found = analyseFunction(text);
    if (found.form !== 'accessor') return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new SleighIllegalValueException(`the text of the function ${nameOf(fun)} cannot be read: ${error.message}. `
      + 'Send it as a text.', { cause: error });
  }
  throw new SleighIllegalValueException(`${nameOf(fun)} is the accessor of a property; send a function`);
}

/** Of a method the text begins with its name, which may be anything. */
function expressionOf(text, { form, parameters, isAsync, isGenerator }) {
  if (form !== 'method') return text;
  return `({ ${isAsync ? 'async ' : ''}${isGenerator ? '*' : ''}method${text.slice(parameters)} }).method`;
}

function capturedNames({ free }, known) {
  return free.filter((name) => !known.has(name) && !workerGlobals().has(name));
}

function refusal(fun, captured) {
  const names = captured.map((name) => `'${name}'`);
  const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  const error = new SleighIllegalValueException(`the function ${nameOf(fun)} uses ${list} of the program around it, `
    + 'but only its text travels to the workers. Pass values as fixed arguments; define functions and classes first '
    + "(sleigh.define(...)); of a function of a module send the name, as a text with type 'invoke' ('tasks.area', "
    + 'found through the option modulePath); a name that the workers know anyway goes into the option globals.');
  error.captured = captured;
  return error;
}

function nameOf(fun) {
  return fun.name || '(anonymous)';
}
