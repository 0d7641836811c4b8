import { assignment, propertyName } from './expressions.mjs';
import { NoArrow } from './reader.mjs';
import { statements } from './statements.mjs';

/** Reads the parameters and the body of a function that has a `this` of its own. */
export function functionRest(reader, { isAsync = false, isGenerator = false } = {}) {
  reader.within({ bindsThis: true, isAsync, isGenerator }, () => {
    parameters(reader);
    body(reader);
  });
}

/** Reads a function from the word `function` on; its name, if it has one, is known inside only. */
export function functionExpression(reader, isAsync = false) {
  reader.expect('function');
  const isGenerator = reader.take('*');
  reader.within({}, () => {
    if (reader.atName) reader.scope.declare(reader.advance().text);
    functionRest(reader, { isAsync, isGenerator });
  });
}

/** Reads a function from the word `function` on; its name is known outside. */
export function functionDeclaration(reader, isAsync = false) {
  reader.expect('function');
  const isGenerator = reader.take('*');
  // Of a function inside a block the name is known behind it, too.
  if (reader.atName) reader.scope.declareVar(reader.advance().text);
  functionRest(reader, { isAsync, isGenerator });
}

/**
 * Reads an arrow function with its parameters in brackets, if that is what begins here.
 * @returns {boolean} whether it is one
 */
export function arrowFunction(reader, isAsync = false) {
  return reader.arrow(() => reader.within({ isAsync, isGenerator: false }, () => {
    try {
      parameters(reader);
    } catch (error) {
      throw error instanceof SyntaxError ? new NoArrow(error.message) : error;
    }
    if (!reader.is('=>') || reader.token.newLine) throw new NoArrow('no arrow');
    arrowBody(reader);
  }));
}

/** Reads an arrow function with one parameter without brackets. */
export function shortArrowFunction(reader, isAsync = false) {
  reader.within({ isAsync, isGenerator: false }, () => {
    reader.scope.declare(reader.advance().text);
    arrowBody(reader);
  });
}

/**
 * Reads what is declared: a name, or a pattern with names in it.
 * @param {import('./reader.mjs').Reader} reader
 * @param {(name: string) => void} declare
 */
export function binding(reader, declare) {
  if (reader.take('[')) {
    while (!reader.take(']')) if (!reader.take(',')) bindingElement(reader, declare);
  } else if (reader.take('{')) {
    while (!reader.take('}')) if (!reader.take(',')) bindingProperty(reader, declare);
  } else if (reader.atName) {
    declare(reader.advance().text);
  } else {
    reader.unexpected();
  }
}

function arrowBody(reader) {
  reader.expect('=>');
  if (reader.is('{')) body(reader);
  else assignment(reader);
}

function body(reader) {
  reader.expect('{');
  reader.within({ holdsVars: true }, () => statements(reader));
  reader.expect('}');
}

function parameters(reader) {
  const declare = (name) => reader.scope.declare(name);
  reader.expect('(');
  while (!reader.take(')')) {
    bindingElement(reader, declare);
    if (!reader.is(')')) reader.expect(',');
  }
}

function bindingElement(reader, declare) {
  reader.take('...');
  binding(reader, declare);
  if (reader.take('=')) assignment(reader);
}

function bindingProperty(reader, declare) {
  if (reader.is('...')) {
    bindingElement(reader, declare);
    return;
  }
  const name = propertyName(reader);
  if (reader.take(':')) {
    bindingElement(reader, declare);
    return;
  }
  if (name === undefined) reader.unexpected();
  declare(name);
  if (reader.take('=')) assignment(reader);
}
