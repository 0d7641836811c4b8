import { codeBefore } from './code-before.mjs';
import { globalItems, memberItems } from './names.mjs';
import { moduleItems } from './modules.mjs';

const MOST_ITEMS = 1000;
const MODULE_NAME = /(?:\brequire\s*\(\s*|\bimport\s*\(\s*|\bimport\s+|\bfrom\s+)['"`]([^'"`\n]*)$/;
const NAME = /[\p{ID_Continue}$]*$/u;
const PATH = /(?<![\p{ID_Continue}$.)\]}'"`?])((?:[\p{ID_Start}$_][\p{ID_Continue}$]*\s*\??\.\s*)+)$/u;

/**
 * What could stand at a place in code, as docs/kernels.md says. Nothing of the code is run, and no getter.
 * @param {string} code
 * @param {number} cursor how many code points stand before the place
 * @param {import('../evaluator.mjs').Evaluator} evaluator knows what earlier code has declared
 * @param {import('../module-loader.mjs').ModuleLoader} modules knows where modules are
 * @returns {{start: number, items: Array<{text: string, kind: string}>}}
 */
export function complete(code, cursor, evaluator, modules) {
  const before = Array.from(code).slice(0, cursor).join('');
  const { prefix, items } = candidates(before, evaluator, modules);
  const chosen = new Map(items.filter(({ text }) => text.startsWith(prefix)).map((item) => [item.text, item]));
  const sorted = [...chosen.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  return { start: Array.from(before).length - Array.from(prefix).length, items: sorted.slice(0, MOST_ITEMS) };
}

function candidates(before, evaluator, modules) {
  const place = codeBefore(before);
  const module = place === 'string' ? MODULE_NAME.exec(before)?.[1] : undefined;
  if (module !== undefined) return { prefix: module, items: moduleItems(module, modules.directories) };
  const prefix = NAME.exec(before)[0];
  if (place !== 'code' || /^\d/.test(prefix)) return { prefix, items: [] };
  const rest = before.slice(0, before.length - prefix.length);
  if (!/(?<!\.\.)\.\s*$/.test(rest)) return { prefix, items: globalItems(evaluator.declaredNames) };
  const path = PATH.exec(rest)?.[1].split(/\s*\??\.\s*/).slice(0, -1);
  return { prefix, items: path ? memberItems(path, evaluator.declaredNames) : [] };
}
