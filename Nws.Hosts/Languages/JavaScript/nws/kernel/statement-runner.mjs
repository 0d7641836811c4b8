import { Session } from 'node:inspector';

const SINK = Symbol.for('nws.kernel.sink');
const TO_SINK = `function (value) { globalThis[Symbol.for('nws.kernel.sink')](value); }`;
const OBJECT_GROUP = 'statements';

/**
 * Runs statements as a console does: with `await` at the top, a value of their own, and `let`, `const` and `class` that
 * stay and may be declared anew. The engine offers that mode to debuggers only, so this talks to the engine as one.
 */
export class StatementRunner {
  #session;
  #sourceName;

  /** @param {string} sourceName name of the code in stack traces */
  constructor(sourceName) {
    this.#sourceName = sourceName;
  }

  /**
   * @param {string} code
   * @returns {Promise<*>} value of the last statement that has one
   */
  async run(code) {
    const { result, exceptionDetails } = await this.#post('Runtime.evaluate', {
      expression: `${code}\n//# sourceURL=${this.#sourceName}`,
      replMode: true,
      awaitPromise: true,
      objectGroup: OBJECT_GROUP,
    });
    const value = await this.#localValue(exceptionDetails?.exception ?? result);
    if (!exceptionDetails) return value;
    if (exceptionDetails.scriptId) this.#locate(value, exceptionDetails);
    throw value;
  }

  #post(method, params) {
    if (!this.#session) {
      this.#session = new Session();
      this.#session.connect();
    }
    return new Promise((resolve, reject) => {
      this.#session.post(method, params, (error, reply) => error ? reject(error) : resolve(reply));
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
