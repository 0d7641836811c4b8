import { classExpression } from './classes.mjs';
import { arrowFunction, functionExpression, functionRest, shortArrowFunction } from './functions.mjs';

const PREFIXES = ['!', '~', '+', '-', '++', '--', 'typeof', 'void', 'delete'];
const INFIXES = new Set([
  ...'+ - * / % ** << >> >>> & | ^ && || ?? == != === !== < > <= >= in instanceof'.split(' '),
  ...'= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??='.split(' '),
]);
const LITERALS = ['null', 'true', 'false'];
const ENDS_OPERAND = [')', ']', '}', ',', ';', ':', 'in', 'of'];
const NOT_BEHIND_MODIFIER = ['(', ',', ':', '=', '}', ';'];

/** Reads expressions with commas between them. */
export function expression(reader, noIn = false) {
  do assignment(reader, noIn); while (reader.take(','));
}

/**
 * Reads an expression up to a comma. Which operator binds more strongly makes no difference to names, so an expression
 * is operands with operators between them.
 * @param {import('./reader.mjs').Reader} reader
 * @param {boolean} [noIn] `in` ends the expression, as in the head of a `for`
 */
export function assignment(reader, noIn = false) {
  while (operand(reader)) {
    if (reader.take('?')) {
      assignment(reader);
      reader.expect(':');
    } else if (INFIXES.has(reader.token.text) && !(noIn && reader.is('in'))) {
      reader.advance();
    } else {
      return;
    }
  }
}

/**
 * Reads a value with what is written before and behind it.
 * @returns {boolean} whether an operator may follow
 */
export function operand(reader) {
  for (;;) {
    if (reader.is(...PREFIXES) || reader.is('await') && reader.scope.isAsync) {
      reader.advance();
    } else if (reader.is('yield') && reader.scope.isGenerator) {
      reader.advance();
      if (!reader.take('*') && (reader.token.newLine || reader.atEnd || reader.is(...ENDS_OPERAND))) return false;
    } else if (reader.is('new')) {
      reader.advance();
      if (reader.is('.')) return newTarget(reader);
    } else {
      break;
    }
  }
  if (!value(reader)) return false;
  suffixes(reader);
  return true;
}

/**
 * Reads the name of a property.
 * @returns {string|undefined} it, if it is a name that could also be that of a variable
 */
export function propertyName(reader) {
  if (reader.take('[')) {
    assignment(reader);
    reader.expect(']');
    return undefined;
  }
  const { type, text } = reader.advance();
  return type === 'name' ? text : undefined;
}

/**
 * Reads what may stand before the name of a method, and the name.
 * @returns {{isAsync: boolean, isGenerator: boolean, isAccessor: boolean, name: string|undefined}}
 */
export function memberName(reader) {
  const isAsync = reader.is('async') && isModifier(reader) && !reader.peek().newLine;
  if (isAsync) reader.advance();
  const isGenerator = reader.take('*');
  const isAccessor = reader.is('get', 'set') && isModifier(reader) && reader.peek().text !== '*';
  if (isAccessor) reader.advance();
  reader.take('#');
  return { isAsync, isGenerator, isAccessor, name: propertyName(reader) };
}

/** @returns {boolean} whether the next token changes the meaning of a member rather than being its name */
export function isModifier(reader) {
  const { type, text } = reader.peek();
  return type !== 'end' && !NOT_BEHIND_MODIFIER.includes(text);
}

function value(reader) {
  const { type } = reader.token;
  if (type === 'name') return named(reader);
  if (type === 'number' || type === 'string') reader.advance();
  else if (reader.is('(')) return bracketed(reader);
  else if (reader.is('[')) array(reader);
  else if (reader.is('{')) object(reader);
  else if (reader.is('`')) reader.template(() => expression(reader));
  else if (reader.is('/', '/=')) reader.regex();
  else if (reader.take('#')) reader.advance();
  else reader.unexpected();
  return true;
}

function named(reader) {
  if (reader.is('function')) functionExpression(reader);
  else if (reader.is('class')) classExpression(reader);
  else if (reader.is('async')) return asynchronous(reader);
  else if (reader.is('import')) imported(reader);
  else if (reader.is(...LITERALS)) reader.advance();
  else if (isArrow(reader.peek())) return shortArrow(reader);
  else reader.scope.use(reader.advance().text);
  return true;
}

/** The word `async`, which may also be the name of a variable. */
function asynchronous(reader) {
  const next = reader.peek();
  if (isArrow(next)) return shortArrow(reader);
  const { text } = reader.advance();
  if (!next.newLine && next.text === 'function') {
    functionExpression(reader, true);
  } else if (!next.newLine && next.type === 'name' && isArrow(reader.peek())) {
    return shortArrow(reader, true);
  } else if (!next.newLine && next.text === '(' && arrowFunction(reader, true)) {
    return false;
  } else {
    reader.scope.use(text);
  }
  return true;
}

function isArrow({ text, newLine }) {
  return text === '=>' && !newLine;
}

function shortArrow(reader, isAsync) {
  shortArrowFunction(reader, isAsync);
  return false;
}

function bracketed(reader) {
  if (arrowFunction(reader)) return false;
  reader.expect('(');
  expression(reader);
  reader.expect(')');
  return true;
}

function newTarget(reader) {
  reader.advance();
  reader.advance();
  reader.scope.use('new.target');
  suffixes(reader);
  return true;
}

function imported(reader) {
  reader.advance();
  if (!reader.take('.')) return;
  reader.advance();
  reader.scope.use('import.meta');
}

function suffixes(reader) {
  for (;;) {
    if (reader.take('.')) property(reader);
    else if (reader.take('?.')) reader.is('(', '[', '`') || property(reader);
    else if (reader.is('(')) list(reader, '(', ')');
    else if (reader.is('`')) reader.template(() => expression(reader));
    else if (reader.is('++', '--') && !reader.token.newLine) reader.advance();
    else if (reader.take('[')) {
      expression(reader);
      reader.expect(']');
    } else {
      return;
    }
  }
}

function property(reader) {
  reader.take('#');
  reader.advance();
}

function array(reader) {
  list(reader, '[', ']');
}

function list(reader, opening, closing) {
  reader.expect(opening);
  while (!reader.take(closing)) {
    if (reader.take(',')) continue;
    reader.take('...');
    assignment(reader);
    if (!reader.is(closing)) reader.expect(',');
  }
}

function object(reader) {
  reader.expect('{');
  while (!reader.take('}')) if (!reader.take(',')) member(reader);
}

function member(reader) {
  if (reader.take('...')) {
    assignment(reader);
    return;
  }
  const { name, ...kind } = memberName(reader);
  if (reader.is('(')) {
    functionRest(reader, kind);
  } else if (reader.take(':')) {
    assignment(reader);
  } else {
    if (name === undefined) reader.unexpected();
    reader.scope.use(name);
    if (reader.take('=')) assignment(reader);
  }
}
