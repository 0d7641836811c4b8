import { Scope } from './scope.mjs';
import { Tokeniser } from './tokeniser.mjs';

/** Reads a text token by token, and knows in which scope it is. */
export class Reader {
  #tokeniser;
  #arrowAt = new Map();

  /** @param {string} code JavaScript that an engine has accepted: no error in it is looked for */
  constructor(code) {
    this.#tokeniser = new Tokeniser(code);
    /** The token that is next. */
    this.token = this.#tokeniser.at(0);
    /** The innermost scope. */
    this.scope = new Scope(null);
    /** The first scope with a `this` of its own: of a text that is a function, the function's. */
    this.thisScope = undefined;
  }

  /** Whether the next token is a name, which may be a keyword. */
  get atName() {
    return this.token.type === 'name';
  }

  /** Whether all has been read. */
  get atEnd() {
    return this.token.type === 'end';
  }

  /** @returns {import('./tokeniser.mjs').Token} the token that was next */
  advance() {
    const { token } = this;
    this.token = this.#tokeniser.at(token.end);
    return token;
  }

  /** @returns {import('./tokeniser.mjs').Token} the token behind the next; no regular expression is recognised there */
  peek() {
    return this.#tokeniser.at(this.token.end);
  }

  /** @returns {boolean} whether the next token is one of these */
  is(...texts) {
    return texts.includes(this.token.text);
  }

  /** @returns {boolean} whether the next token was this, and has been passed */
  take(text) {
    if (!this.is(text)) return false;
    this.advance();
    return true;
  }

  /** Passes a token that must be there. */
  expect(text) {
    if (!this.take(text)) this.unexpected();
  }

  /** @throws {SyntaxError} always */
  unexpected() {
    throw new SyntaxError(`unexpected '${this.token.text}' at ${this.token.start}`);
  }

  /** Passes a regular expression, of which the next token is the first character. */
  regex() {
    this.token = this.#tokeniser.at(this.#tokeniser.endOfRegex(this.token.start));
  }

  /** Passes a template, of which the next token is the first character. */
  template(substitution) {
    for (let position = this.token.end; ;) {
      const piece = this.#tokeniser.templatePiece(position);
      this.token = this.#tokeniser.at(piece.end);
      if (piece.last) return;
      substitution();
      if (!this.is('}')) this.unexpected();
      position = this.token.end;
    }
  }

  /**
   * Reads a part of the text in a scope of its own.
   * @param {object} kind see `Scope`
   * @param {() => void} read
   * @returns {Scope} it
   */
  within(kind, read) {
    const scope = new Scope(this.scope, kind);
    this.scope = scope;
    if (kind.bindsThis) this.thisScope ??= scope;
    try {
      read();
    } finally {
      this.scope = scope.parent;
    }
    scope.close();
    return scope;
  }

  /**
   * Reads an arrow function, if that is what begins here. What looks like its parameters may turn out to be something
   * else, which is then to be read again; that a place is none is remembered, or brackets inside brackets would be read
   * twice as often at each level.
   * @param {() => void} read
   * @returns {boolean} whether it was one
   */
  arrow(read) {
    const { token, scope } = this;
    if (this.#arrowAt.get(token.start) === false) return false;
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof NoArrow)) throw error;
      Object.assign(this, { token, scope });
      this.#arrowAt.set(token.start, false);
      return false;
    }
  }
}

/** What was read as the parameters of an arrow function are none. */
export class NoArrow extends SyntaxError {}
