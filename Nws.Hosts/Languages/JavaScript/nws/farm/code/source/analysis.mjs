import { assignment, memberName } from './expressions.mjs';
import { functionRest } from './functions.mjs';
import { Reader } from './reader.mjs';
import { statements } from './statements.mjs';

/**
 * @typedef {object} FunctionAnalysis
 * @property {'arrow'|'function'|'method'|'accessor'|'class'} form how it is written
 * @property {string[]} free what it uses and does not declare, in the order of the text; also `this`, `super`,
 *   `new.target` and `arguments` of the function around it, and `import.meta`
 * @property {boolean} usesThis whether it uses a `this` of its own
 * @property {number} parameters where its parameters begin; of a method only
 * @property {boolean} isAsync of a method only
 * @property {boolean} isGenerator of a method only
 */

/**
 * What a function needs that its text does not hold.
 * @param {string} text of a function, as `toString` gives it
 * @returns {FunctionAnalysis}
 * @throws {SyntaxError} it is none
 */
export function analyseFunction(text) {
  try {
    return expressionForm(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return methodForm(text, error);
  }
}

/**
 * What a program declares for programs after it.
 * @param {string} code
 * @returns {string[]} the names
 * @throws {SyntaxError} it is none
 */
export function declaredNames(code) {
  const reader = new Reader(code);
  reader.scope.isAsync = true;
  statements(reader);
  if (!reader.atEnd) reader.unexpected();
  return [...reader.scope.declared];
}

function expressionForm(text) {
  const reader = new Reader(text);
  const form = formOf(reader);
  assignment(reader);
  if (!reader.atEnd) reader.unexpected();
  return { form, free: reader.scope.free(), usesThis: form === 'function' && usesThis(reader) };
}

function formOf(reader) {
  if (reader.is('class')) return 'class';
  if (reader.is('function') || reader.is('async') && reader.peek().text === 'function') return 'function';
  return 'arrow';
}

/** Of a method the text begins with its name: `f(x) { ... }`. Where that fits neither, the first error tells more. */
function methodForm(text, error) {
  const reader = new Reader(text);
  const { isAsync, isGenerator, isAccessor } = memberName(reader);
  const parameters = reader.token.start;
  if (!reader.is('(')) throw error;
  functionRest(reader, { isAsync, isGenerator });
  if (!reader.atEnd) reader.unexpected();
  const form = isAccessor ? 'accessor' : 'method';
  return { form, free: reader.scope.free(), usesThis: usesThis(reader), parameters, isAsync, isGenerator };
}

function usesThis({ thisScope }) {
  return ['this', 'super', 'new.target'].some((name) => thisScope.used.has(name));
}
