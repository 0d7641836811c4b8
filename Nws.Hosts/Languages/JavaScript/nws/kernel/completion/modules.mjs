import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';

const BUILT_IN = builtinModules.filter((name) => !name.startsWith('_'));
const FILE = /\.(?:mjs|cjs|js|json)$/;

/**
 * The modules whose names may begin so.
 * @param {string} prefix
 * @param {string[]} directories where modules are looked for
 * @returns {Array<{text: string, kind: string}>}
 */
export function moduleItems(prefix, directories) {
  const names = /^\.{0,2}\//.test(prefix) ? files(prefix, directories) : [...builtIn(prefix), 'nws', ...directories.flatMap(packages)];
  return names.map((text) => ({ text, kind: 'module' }));
}

function builtIn(prefix) {
  return prefix.startsWith('node:') ? BUILT_IN.map((name) => (name.startsWith('node:') ? name : `node:${name}`)) : BUILT_IN;
}

function files(prefix, directories) {
  const parent = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const entries = directories.flatMap((directory) => list(parent.startsWith('/') ? parent : join(directory, parent)));
  return entries.filter((entry) => entry.isDirectory() || FILE.test(entry.name))
    .map((entry) => parent + entry.name + (entry.isDirectory() ? '/' : ''));
}

/** The packages installed for a directory: beside it and above. */
function packages(directory) {
  const installed = list(join(directory, 'node_modules')).filter(({ name }) => !name.startsWith('.'));
  const names = installed.flatMap(({ name }) => (name.startsWith('@')
    ? list(join(directory, 'node_modules', name)).map((entry) => `${name}/${entry.name}`) : name));
  const parent = dirname(directory);
  return parent === directory ? names : [...names, ...packages(parent)];
}

function list(directory) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
