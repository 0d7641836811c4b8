import { findKeywords } from './keyword-scanner.mjs';

/** The function that stands for `import` in code without a file; as long as the word, so that columns stay right. */
export const IMPORT_FUNCTION = '$impt$';

const WORDS = new Set(['import', 'const']);
const NAME = '[\\p{ID_Continue}$]+';
const IMPORT_DECLARATION = new RegExp(
  `^import\\s*(?:(?<whole>${NAME})\\s*,?)?\\s*(?:\\{(?<members>[^}]*)\\}|\\*\\s*as\\s+(?<namespace>${NAME}))?`
  + `\\s*(?:\\bfrom\\b\\s*)?(?<module>'[^'\\n]+'|"[^"\\n]+")`, 'u');

/**
 * Lets code do what only files can, and what only a new program could:
 * - `import(...)` calls a function, and `import { a as b } from 'x'` becomes `const { a: b } = await ...`;
 * - `const` outside of all brackets becomes `let`, for the engine lets a `let` be declared anew by a later task, as
 *   `let` or as class.
 * @param {string} code
 * @returns {string} the same code on the same lines
 */
export function rewrite(code) {
  if (!code.includes('import') && !code.includes('const')) return code;
  const parts = [];
  let copied = 0;
  for (const keyword of findKeywords(code, WORDS)) {
    const [length, text] = keyword.word === 'const' ? constant(keyword) : importation(code.slice(keyword.position));
    parts.push(code.slice(copied, keyword.position), text);
    copied = keyword.position + length;
  }
  return parts.join('') + code.slice(copied);
}

function constant({ word, depth }) {
  return [word.length, depth === 0 ? 'let  ' : word];
}

function importation(code) {
  const declaration = IMPORT_DECLARATION.exec(code);
  if (declaration) return [declaration[0].length, imported(declaration.groups)];
  return ['import'.length, /^import\s*\(/.test(code) ? IMPORT_FUNCTION : 'import'];
}

function imported({ whole, members, namespace, module }) {
  const loaded = `await ${IMPORT_FUNCTION}(${module})`;
  if (namespace) return `let ${namespace} = ${loaded}${whole ? `, { default: ${whole} } = ${namespace}` : ''}`;
  const names = [whole && `default: ${whole}`, members?.replace(/\s+as\s+/g, ': ')].filter(Boolean);
  return names.length > 0 ? `let { ${names.join(', ')} } = ${loaded}` : loaded;
}
