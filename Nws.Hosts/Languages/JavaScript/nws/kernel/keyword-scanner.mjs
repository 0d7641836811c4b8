const WORD = /[\p{ID_Continue}$#]+/uy;
const BLANK = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const TEMPLATE_TEXT = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const OPERAND_END = /[\p{ID_Continue}$)\]}'"`]$/u;
const BEFORE_REGEX = /^(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|await|yield|else|do)$/;

/**
 * @typedef {object} Keyword
 * @property {string} word
 * @property {number} position
 * @property {number} depth how many brackets are open there
 */

/**
 * Finds words where they are code: not inside a string, template, comment or regular expression, nor the name of a
 * property.
 * @param {string} code JavaScript
 * @param {Set<string>} words
 * @returns {Keyword[]} in the order of the code
 */
export function findKeywords(code, words) {
  const scanner = new KeywordScanner(code);
  const found = [];
  while (!scanner.atEnd) {
    const keyword = scanner.next();
    if (words.has(keyword?.word)) found.push(keyword);
  }
  return found;
}

class KeywordScanner {
  #code;
  #at = 0;
  #depth = 0;
  #previous = '';
  // The depth inside each template's `${` that is still open.
  #templates = [];

  constructor(code) {
    this.#code = code;
  }

  get atEnd() {
    return this.#at >= this.#code.length;
  }

  /** Passes one token; tells of it if it is a word that is not the name of a property. */
  next() {
    this.#skip(BLANK);
    const position = this.#at;
    const previous = this.#previous;
    if (this.#skip(WORD)) {
      this.#previous = this.#code.slice(position, this.#at);
      return previous === '.' ? undefined : { word: this.#previous, position, depth: this.#depth };
    }
    if (!this.#skip(STRING) && !(this.#regexMayFollow() && this.#skip(REGEX))) this.#punctuator(this.#code[this.#at++]);
    this.#previous = this.#code[this.#at - 1];
    return undefined;
  }

  #punctuator(character) {
    if (character === '`') {
      this.#template();
    } else if ('([{'.includes(character)) {
      this.#depth++;
    } else if (')]}'.includes(character)) {
      const endsSubstitution = this.#templates.at(-1) === this.#depth;
      this.#depth--;
      if (endsSubstitution) {
        this.#templates.pop();
        this.#template();
      }
    }
  }

  /** Passes the text of a template, up to its end or to the code of a substitution. */
  #template() {
    this.#skip(TEMPLATE_TEXT);
    if (this.#code[this.#at] === '$') {
      this.#at++;
      this.#templates.push(++this.#depth);
    }
    this.#at++;
  }

  #regexMayFollow() {
    return !OPERAND_END.test(this.#previous) || BEFORE_REGEX.test(this.#previous);
  }

  #skip(pattern) {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#code)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }
}
