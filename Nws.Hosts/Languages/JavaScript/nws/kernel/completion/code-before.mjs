const TOKEN = /\/\/[^\n]*(?:\n|(?<open>$))|\/\*[\s\S]*?(?:\*\/|(?<comment>$))|(?<quote>['"])(?:[^\\\n'"]|\\[\s\S]|(?!\k<quote>)['"])*(?:\k<quote>|\n|(?<string>$))|[`{}]|[^/'"`{}]+|\//gy;

/**
 * What the end of a text is a part of. A substitution in a template counts as code, its text as a string.
 * @param {string} code
 * @returns {'code'|'string'|'comment'}
 */
export function codeBefore(code) {
  // The brackets that are open: `{` of a block, `$` of a substitution, and the backquote of a template.
  const open = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < code.length;) {
    if (open.at(-1) === '`') {
      at = passTemplate(code, at, open);
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(code);
    const { comment, string } = token.groups;
    if (comment !== undefined || token.groups.open !== undefined) return 'comment';
    if (string !== undefined) return 'string';
    if ('`{'.includes(token[0])) open.push(token[0]);
    if (token[0] === '}') open.pop();
    at = TOKEN.lastIndex;
  }
  return open.at(-1) === '`' ? 'string' : 'code';
}

function passTemplate(code, at, open) {
  if (code[at] === '\\') return at + 2;
  if (code[at] === '`') open.pop();
  if (!code.startsWith('${', at)) return at + 1;
  open.push('$');
  return at + 2;
}
