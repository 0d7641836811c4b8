import { assignment, isModifier, memberName, operand } from './expressions.mjs';
import { functionRest } from './functions.mjs';
import { statements } from './statements.mjs';

const INITIALISER = { bindsThis: true, isAsync: false, isGenerator: false };

/** Reads a class from the word `class` on; its name, if it has one, is known inside only. */
export function classExpression(reader) {
  reader.expect('class');
  reader.within({}, () => {
    if (reader.atName && !reader.is('extends')) reader.scope.declare(reader.advance().text);
    if (reader.take('extends')) operand(reader);
    reader.expect('{');
    while (!reader.take('}')) if (!reader.take(';')) element(reader);
  });
}

/** Reads a class from the word `class` on; its name is known outside. */
export function classDeclaration(reader) {
  const { type, text } = reader.peek();
  if (type === 'name' && text !== 'extends') reader.scope.declare(text);
  classExpression(reader);
}

function element(reader) {
  if (reader.is('static') && isModifier(reader)) {
    reader.advance();
    if (reader.is('{')) {
      staticBlock(reader);
      return;
    }
  }
  const kind = memberName(reader);
  if (reader.is('(')) functionRest(reader, kind);
  else if (reader.take('=')) reader.within(INITIALISER, () => assignment(reader));
}

function staticBlock(reader) {
  reader.expect('{');
  reader.within({ ...INITIALISER, holdsVars: true }, () => statements(reader));
  reader.expect('}');
}
