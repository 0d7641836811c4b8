const BLANK = /(?:[\s\ufeff]+|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)+/y;
const ESCAPE = String.raw`\\u(?:[\da-fA-F]{4}|\{[\da-fA-F]+\})`;
const NAME = new RegExp(`(?:[\\p{ID_Start}$_]|${ESCAPE})(?:[\\p{ID_Continue}$\u200c\u200d]|${ESCAPE})*`, 'uy');
const NUMBER = /0[xXoObB][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?n?/y;
const STRING = /'(?:[^'\\\n\r]|\\\r\n|\\[^])*'|"(?:[^"\\\n\r]|\\\r\n|\\[^])*"/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[\p{ID_Continue}$]*/uy;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[^]|\$(?!\{))*/y;
const PUNCTUATORS = new RegExp([
  '>>>=?', '\\.{3}', '[=!]==?', '=>', '(?:\\*\\*|<<|>>|&&|\\|\\||\\?\\?)=?', '\\?\\.(?!\\d)', '\\+\\+', '--',
  '[-+*/%&|^<>]=?', '[{}()[\\];,.!~?:=#@]',
].join('|'), 'y');
const LINE_END = /[\n\r\u2028\u2029]/;

/**
 * @typedef {object} Token
 * @property {'name'|'number'|'string'|'punctuator'|'end'} type a name may be a keyword
 * @property {string} text as it is written, but escapes in names are decoded
 * @property {number} start
 * @property {number} end
 * @property {boolean} newLine whether it is the first on its line
 */

/**
 * Cuts JavaScript into tokens, one at a time. What depends on the grammar is up to the parser: whether a `/` begins a
 * regular expression, and where a template goes on behind a substitution.
 */
export class Tokeniser {
  #code;

  /** @param {string} code */
  constructor(code) {
    this.#code = code;
  }

  /**
   * @param {number} position
   * @returns {Token} the next one from there
   * @throws {SyntaxError} there is none
   */
  at(position) {
    const start = this.#end(BLANK, position) ?? position;
    const newLine = position === 0 || LINE_END.test(this.#code.slice(position, start));
    const token = (type, end) => ({ type, text: this.#code.slice(start, end), start, end, newLine });
    if (start >= this.#code.length) return token('end', start);
    if (this.#code[start] === '`') return token('punctuator', start + 1);
    let end = this.#end(NAME, start);
    if (end) return { ...token('name', end), text: unescaped(this.#code.slice(start, end)) };
    end = this.#end(NUMBER, start);
    if (end) return token('number', end);
    end = this.#end(STRING, start);
    if (end) return token('string', end);
    end = this.#end(PUNCTUATORS, start);
    if (end) return token('punctuator', end);
    throw new SyntaxError(`unexpected '${this.#code[start]}' at ${start}`);
  }

  /**
   * @param {number} position of a `/` where a value is expected
   * @returns {number} where the regular expression ends
   */
  endOfRegex(position) {
    const end = this.#end(REGEX, position);
    if (!end) throw new SyntaxError(`the regular expression at ${position} has no end`);
    return end;
  }

  /**
   * @param {number} position inside a template, behind its '`' or behind the `}` of a substitution
   * @returns {{end: number, last: boolean}} behind the next `${`, or behind the '`' at its end
   */
  templatePiece(position) {
    const end = this.#end(TEMPLATE_TEXT, position) ?? position;
    if (end >= this.#code.length) throw new SyntaxError(`the template at ${position} has no end`);
    return this.#code[end] === '`' ? { end: end + 1, last: true } : { end: end + 2, last: false };
  }

  #end(pattern, position) {
    pattern.lastIndex = position;
    return pattern.test(this.#code) && pattern.lastIndex > position ? pattern.lastIndex : undefined;
  }
}

function unescaped(name) {
  return name.replace(/\\u(?:\{([\da-fA-F]+)\}|([\da-fA-F]{4}))/g,
    (_, long, short) => String.fromCodePoint(Number.parseInt(long ?? short, 16)));
}
