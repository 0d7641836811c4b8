import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { nwsFile } from '../../kit/nws.mjs';

const { analyseFunction } = await import(nwsFile('farm/code/source/analysis.mjs'));
const require = createRequire(new URL('../../../interop/package.json', import.meta.url));
const ts = require('typescript');
// Only arrow functions have the first three of their surroundings; the last three mean something of its own to the compiler.
const LEFT_OUT = new Set(['this', 'super', 'arguments', 'module', 'exports', 'require']);
const PROGRAMS = {
  'a minified library': require.resolve('@msgpack/msgpack/dist.umd/msgpack.min.js'),
  'the watcher of the compiler': require.resolve('typescript/lib/watchGuard.js'),
  'the server of the compiler': require.resolve('typescript/lib/_tsserver.js'),
  'the test of our scanner': new URL('analysis.test.mjs', import.meta.url),
  'our parser': nwsFile('farm/code/source/expressions.mjs'),
  'our connection': nwsFile('client/connection.mjs'),
};

/** Every function in a program, with what the compiler of TypeScript says it uses of its surroundings. */
function functionsIn(text) {
  const name = 'program.js';
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const host = {
    ...ts.createCompilerHost({}), getSourceFile: (file) => file === name ? source : undefined,
    fileExists: (file) => file === name, writeFile: () => {},
  };
  const options = { allowJs: true, noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ESNext };
  const checker = ts.createProgram([name], options, host).getTypeChecker();
  const found = [];
  const visit = (node) => {
    if ((ts.isFunctionExpression(node) || ts.isArrowFunction(node)) && node.body) {
      found.push({ text: node.getText(source), free: outsideNames(node, checker) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function outsideNames(fun, checker) {
  const names = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node) && isVariable(node) && !declaredIn(fun, node, checker)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(fun);
  return comparable([...names]);
}

function comparable(names) {
  return names.filter((name) => !LEFT_OUT.has(name) && !name.includes('.')).sort();
}

function isVariable(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) || ts.isMetaProperty(parent)) return false;
  const named = ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)
    || ts.isAccessor(parent);
  return !(named && parent.name === node);
}

function declaredIn(fun, node, checker) {
  const symbol = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.resolveName(node.text, node, ts.SymbolFlags.Value, false);
  return symbol?.declarations?.some((declaration) => declaration.pos >= fun.pos && declaration.end <= fun.end) ?? false;
}

for (const [what, path] of Object.entries(PROGRAMS)) {
  test(`of every function in ${what} we say what the compiler of TypeScript says`, () => {
    const functions = functionsIn(readFileSync(path, 'utf8'));
    assert.ok(functions.length > 0);
    for (const { text, free } of functions) {
      assert.deepEqual(comparable(analyseFunction(text).free), free, text.slice(0, 2000));
    }
  });
}
