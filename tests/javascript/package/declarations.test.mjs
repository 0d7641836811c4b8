import assert from 'node:assert/strict';
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nwsFile } from '../kit/nws.mjs';
import { directoryWith } from '../kit/programs.mjs';

const INTEROP = fileURLToPath(new URL('../../interop/', import.meta.url));
const SAMPLE = fileURLToPath(new URL('sample.mts', import.meta.url));
const ts = createRequire(join(INTEROP, 'package.json'))('typescript');
// What other parts of the module call, and programs do not.
const INTERNAL = new Set(['request', 'connection', 'deliver', 'begin', 'inside']);

/** The compiler's view of a project in which the module is installed. */
async function compile(t) {
  const directory = await directoryWith(t, { 'package.json': '{"type": "module"}' });
  await mkdir(join(directory, 'node_modules'));
  await symlink(fileURLToPath(nwsFile('')), join(directory, 'node_modules/nws'));
  const file = join(directory, 'sample.mts');
  await copyFile(SAMPLE, file);
  return ts.createProgram([file], {
    strict: true, noEmit: true, exactOptionalPropertyTypes: false, noUnusedLocals: true,
    target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts'],
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'], typeRoots: [join(INTEROP, 'node_modules/@types')],
  });
}

/** What a declaration file of the program exports: the symbols by name, types left out. */
function exported(program, file) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/types/${file}`));
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const values = symbols.map((symbol) => symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Value);
  return new Map(values.map((symbol) => [symbol.name, symbol]));
}

const isMethod = ({ flags }) => flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor);
const ownNames = (holder) => Object.getOwnPropertyNames(holder)
  .filter((name) => !INTERNAL.has(name) && !['constructor', 'prototype', 'length', 'name'].includes(name));

test('a strict program that uses everything compiles', async (t) => {
  const program = await compile(t);
  const complaints = ts.getPreEmitDiagnostics(program).map((diagnostic) => ts.formatDiagnostic(diagnostic, {
    getCanonicalFileName: (name) => name, getCurrentDirectory: () => '', getNewLine: () => '\n',
  }));
  assert.deepEqual(complaints, []);
  for (const [entry, file] of [['index.mjs', 'index.d.ts'], ['sleigh.mjs', 'sleigh.d.ts']]) {
    const module = await import(nwsFile(entry));
    const declared = exported(program, file);
    assert.deepEqual([...declared.keys()].sort(), Object.keys(module).sort(), entry);
    for (const [name, symbol] of declared) if (symbol.flags & ts.SymbolFlags.Class) assertMembers(symbol, module[name]);
  }
});

/** Every method of a class is declared, and every method that is declared is there. */
function assertMembers(symbol, constructor) {
  const { name } = symbol;
  const members = [...symbol.members.values()];
  const isDeclared = (member) => members.some((declared) => declared.name === member);
  const isValue = /^Nws(?!Server$|Delivery$|ValueIterator$)/.test(name);
  if (!isValue) assert.deepEqual(ownNames(constructor.prototype).filter((member) => !isDeclared(member)), [], name);
  for (const member of members.filter((declared) => isMethod(declared) && !declared.name.startsWith('__'))) {
    assert.ok(member.name in constructor.prototype, `${name}.${member.name}`);
  }
  const statics = [...symbol.exports.values()].filter(isMethod);
  for (const member of statics) assert.equal(typeof constructor[member.name], 'function', `${name}.${member.name}`);
  if (!isValue) assert.deepEqual(ownNames(constructor).sort(), statics.map((member) => member.name).sort(), name);
}
