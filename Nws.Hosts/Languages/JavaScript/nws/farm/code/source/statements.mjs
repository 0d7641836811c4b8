import { classDeclaration } from './classes.mjs';
import { assignment, expression } from './expressions.mjs';
import { binding, functionDeclaration } from './functions.mjs';

const STATEMENTS = new Map(Object.entries({
  '{': block,
  ';': (reader) => reader.advance(),
  'break': jump,
  'class': classDeclaration,
  'const': declaration,
  'continue': jump,
  'debugger': (reader) => reader.advance(),
  'do': doLoop,
  'for': forLoop,
  'function': (reader) => functionDeclaration(reader),
  'if': condition,
  'return': withValue,
  'switch': choice,
  'throw': withValue,
  'try': attempt,
  'var': declaration,
  'while': guarded,
  'with': dynamic,
}));
const NO_NAME = ['in', 'instanceof', 'of'];

/** Reads statements up to a closing brace or the end. */
export function statements(reader) {
  while (!reader.is('}') && !reader.atEnd) statement(reader);
}

function statement(reader) {
  const read = STATEMENTS.get(reader.token.text);
  if (read) read(reader);
  else if (!reader.atName || !special(reader)) simple(reader);
}

/** What begins with a word that may also be the name of a variable. */
function special(reader) {
  const next = reader.peek();
  if (next.text === ':') {
    reader.advance();
    reader.advance();
    statement(reader);
  } else if (isDeclaration(reader)) {
    declaration(reader);
  } else if (reader.is('async') && next.text === 'function' && !next.newLine) {
    reader.advance();
    functionDeclaration(reader, true);
  } else if (reader.is('import') && next.text !== '(' && next.text !== '.') {
    importation(reader);
  } else {
    return false;
  }
  return true;
}

function isDeclaration(reader) {
  if (reader.is('var', 'const')) return true;
  const { type, text, newLine } = reader.peek();
  const isName = type === 'name' && !NO_NAME.includes(text);
  return reader.is('let') && (isName || text === '[' || text === '{') || reader.is('using') && isName && !newLine;
}

function simple(reader) {
  if (reader.is('await') && reader.peek().text === 'using') reader.advance();
  if (isDeclaration(reader)) {
    declaration(reader);
  } else {
    expression(reader);
    reader.take(';');
  }
}

function block(reader) {
  reader.expect('{');
  reader.within({}, () => statements(reader));
  reader.expect('}');
}

function declaration(reader, noIn = false) {
  const isVar = reader.advance().text === 'var';
  const declare = (name) => isVar ? reader.scope.declareVar(name) : reader.scope.declare(name);
  do {
    binding(reader, declare);
    if (reader.take('=')) assignment(reader, noIn);
  } while (reader.take(','));
  if (!noIn) reader.take(';');
}

function jump(reader) {
  reader.advance();
  if (reader.atName && !reader.token.newLine) reader.advance();
  reader.take(';');
}

function withValue(reader) {
  reader.advance();
  if (!reader.token.newLine && !reader.atEnd && !reader.is(';', '}')) expression(reader);
  reader.take(';');
}

function head(reader) {
  reader.advance();
  reader.expect('(');
  expression(reader);
  reader.expect(')');
}

function guarded(reader) {
  head(reader);
  statement(reader);
}

function dynamic(reader) {
  head(reader);
  reader.within({ isDynamic: true }, () => statement(reader));
}

function condition(reader) {
  guarded(reader);
  if (reader.take('else')) statement(reader);
}

function doLoop(reader) {
  reader.advance();
  statement(reader);
  head(reader);
  reader.take(';');
}

function forLoop(reader) {
  reader.advance();
  reader.take('await');
  reader.expect('(');
  reader.within({}, () => {
    forHead(reader);
    reader.expect(')');
    statement(reader);
  });
}

function forHead(reader) {
  if (isDeclaration(reader)) declaration(reader, true);
  else if (!reader.is(';')) expression(reader, true);
  if (reader.take('in') || reader.take('of')) {
    expression(reader);
    return;
  }
  reader.expect(';');
  if (!reader.is(';')) expression(reader);
  reader.expect(';');
  if (!reader.is(')')) expression(reader);
}

function choice(reader) {
  head(reader);
  reader.expect('{');
  reader.within({}, () => {
    while (!reader.is('}')) {
      if (reader.take('case')) expression(reader);
      else if (!reader.take('default')) {
        statement(reader);
        continue;
      }
      reader.expect(':');
    }
  });
  reader.expect('}');
}

function attempt(reader) {
  reader.advance();
  block(reader);
  if (reader.take('catch')) {
    reader.within({}, () => {
      if (reader.take('(')) {
        binding(reader, (name) => reader.scope.declare(name));
        reader.expect(')');
      }
      block(reader);
    });
  }
  if (reader.take('finally')) block(reader);
}

/** `import a, { b as c } from 'x'`: of names with `as` between them the last is declared. */
function importation(reader) {
  reader.advance();
  let name;
  while (reader.token.type !== 'string' && !reader.atEnd) {
    const { type, text } = reader.advance();
    const isEnd = text === ',' || text === '}' || text === 'from';
    if (isEnd && name !== undefined) reader.scope.declare(name);
    name = type === 'name' && !isEnd && text !== 'as' ? text : undefined;
  }
  reader.advance();
  if (reader.take('with')) expression(reader);
  reader.take(';');
}
