import { Session } from 'node:inspector';
import { Script } from 'node:vm';
import { BoundedCache } from './bounded-cache.mjs';
import { findKeywords } from './keyword-scanner.mjs';
import { rewrite } from './rewriting.mjs';

const SINK = Symbol.for('nws.kernel.sink');
const TO_SINK = `function (value) { globalThis[Symbol.for('nws.kernel.sink')](value); }`;
const OBJECT_GROUP = 'statements';
const CACHED_TEXTS = 512;
// What a script cannot do, or not as a console does: anywhere, or outside of all brackets.
const DECLARING = new Set(['let', 'const', 'class', 'await']);
const CONSOLE_WORDS = new Set([...DECLARING, 'import']);

/**
 * Runs statements as a console does: with `await` at the top, a value of their own, and `let`, `const` and `class` that
 * stay and may be declared anew. The engine offers that mode to debuggers only, so this talks to the engine as one; a text
 * that needs nothing of it is an ordinary script, compiled once.
 */
export class StatementRunner {
  #session;
  #scripts = new BoundedCache(CACHED_TEXTS);
  #sourceName;

  /** @param {string} sourceName name of the code in stack traces */
  constructor(sourceName) {
    this.#sourceName = sourceName;
  }

  /**
   * @param {string} code
   * @returns {*} value of the last statement that has one, or a promise of it
   */
  run(code) {
    const script = this.#scripts.get(code, () => this.#compile(code));
    return script ? script.runInThisContext() : this.#runAsConsole(rewrite(code));
  }

  /**
   * Sets a variable to undefined, however it was declared.
   * @param {string} name
   * @returns {Promise<void>}
   */
  async clear(name) {
    await this.#runAsConsole(`${name} = undefined`);
  }

  /** @returns {string[]} what code has declared by `let`, `const` and `class` */
  get declaredNames() {
    let names = [];
    this.#connected.post('Runtime.globalLexicalScopeNames', (error, reply) => { names = reply?.names ?? []; });
    return names;
  }

  /** A script, which can be kept; nothing if the text does what only a console can, or what no text can. */
  #compile(code) {
    if (findKeywords(code, CONSOLE_WORDS).some(({ word, depth }) => depth === 0 || !DECLARING.has(word))) return undefined;
    try {
      return new Script(code, { filename: this.#sourceName });
    } catch {
      return undefined;
    }
  }

  async #runAsConsole(code) {
    const { result, exceptionDetails } = await this.#post('Runtime.evaluate', {
      expression: `${code}\n//# sourceURL=${this.#sourceName}`,
      replMode: true,
      awaitPromise: true,
      objectGroup: OBJECT_GROUP,
    });
    const value = await this.#localValue(exceptionDetails?.exception ?? result);
    if (!exceptionDetails) return value;
    if (value instanceof SyntaxError && !value.stack.includes(this.#sourceName)) this.#locate(value, exceptionDetails);
    throw value;
  }

  get #connected() {
    if (!this.#session) {
      this.#session = new Session();
      this.#session.connect();
    }
    return this.#session;
  }

  #post(method, params) {
    return new Promise((resolve, reject) => {
      this.#connected.post(method, params, (error, reply) => error ? reject(error) : resolve(reply));
    });
  }

  /** What the engine describes for a debugger, as the thing itself. */
  async #localValue({ type, value, unserializableValue, objectId }) {
    if (unserializableValue !== undefined) {
      return type === 'bigint' ? BigInt(unserializableValue.slice(0, -1)) : Number(unserializableValue);
    }
    if (!objectId) return value;
    let local;
    Object.defineProperty(globalThis, SINK, { value: (received) => { local = received; }, configurable: true });
    await this.#post('Runtime.callFunctionOn', { objectId, functionDeclaration: TO_SINK, arguments: [{ objectId }] });
    delete globalThis[SINK];
    await this.#post('Runtime.releaseObjectGroup', { objectGroup: OBJECT_GROUP });
    return local;
  }

  #locate(syntaxError, { lineNumber, columnNumber }) {
    syntaxError.stack = `${syntaxError}\n    at ${this.#sourceName}:${lineNumber + 1}:${columnNumber + 1}`;
  }
}
