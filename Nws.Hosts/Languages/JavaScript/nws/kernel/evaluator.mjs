import { Script } from 'node:vm';
import { isError } from '../values/error-record.mjs';
import { BoundedCache } from './bounded-cache.mjs';
import { rewrite } from './rewriting.mjs';
import { StatementRunner } from './statement-runner.mjs';

const FILENAME = '<task>';
const CACHED_TEXTS = 512;
const OPENING_COMMENTS = /^(?:\s+|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/;
const DECLARATION = /^(?:(?:async\s+)?function\b|class\b)/;
const FRAME_OF_TEXT = new RegExp(`^ +at ${FILENAME}:(\\d+)(?::\\d+)?$`);
const ASYNC_OPENING = '(async () => (';

/** Runs code in the global scope, where what it defines stays for the code that follows. */
export class Evaluator {
  #expressions = new BoundedCache(CACHED_TEXTS);
  #statements = new StatementRunner(FILENAME);

  /**
   * The value of an expression or of statements, or a promise of it.
   *
   * Statements have the value of the variable `SleighValue` if they set it, else that of their last expression.
   * @param {string} code
   * @param {Array<*>} args what the code sees as `SleighArguments`
   * @returns {*}
   */
  evaluate(code, args) {
    globalThis.SleighArguments = args;
    const script = this.#expressions.get(code, () => compileExpression(code));
    try {
      const value = script ? script.runInThisContext() : this.#statementsValue(code);
      return typeof value?.then === 'function' ? value.then(undefined, hideFrames) : value;
    } catch (thrown) {
      return hideFrames(thrown);
    }

    function hideFrames(thrown) {
      hideFramesBehind(code, thrown);
      throw thrown;
    }
  }

  /**
   * Runs definitions.
   * @param {string} code
   * @returns {Promise<void>|undefined}
   */
  define(code) {
    return discarded(this.#statements.run(code));
  }

  /** @returns {string[]} what code has declared by `let`, `const` and `class` */
  get declaredNames() {
    return this.#statements.declaredNames;
  }

  /**
   * The value of code that must be an expression, such as a lambda.
   * @param {string} code
   * @returns {*}
   * @throws {SyntaxError}
   */
  expression(code) {
    return parenthesised('(', rewrite(code), '\n)').runInThisContext();
  }

  #statementsValue(code) {
    if (!code.includes('SleighValue')) return this.#statements.run(code);
    return this.#statements.clear('SleighValue').then(() => this.#statements.run(code)).then((value) => {
      return new Script('SleighValue').runInThisContext() ?? value;
    });
  }
}

function discarded(value) {
  return typeof value?.then === 'function' ? value.then(() => undefined) : undefined;
}

function compileExpression(code) {
  // Alone, a function or class is a declaration, although it could be read as an expression.
  if (DECLARATION.test(code.replace(OPENING_COMMENTS, ''))) return undefined;
  const text = rewrite(code).replace(/;\s*$/, '');
  const script = tryCompile('(', text, '\n)');
  return !script && /\bawait\b/.test(text) ? tryCompile(ASYNC_OPENING, text, '\n))()') : script;
}

function tryCompile(opening, text, closing) {
  try {
    return parenthesised(opening, text, closing);
  } catch {
    return undefined;
  }
}

function parenthesised(opening, text, closing) {
  return new Script(`${opening}${text}${closing}`, { filename: FILENAME, columnOffset: -opening.length });
}

/** Code that waits has a frame more: that of the line which the evaluator added at its end. */
function hideFramesBehind(code, thrown) {
  if (!isError(thrown) || typeof thrown.stack !== 'string') return;
  const lines = code.split('\n').length;
  const behind = (frame) => Number(FRAME_OF_TEXT.exec(frame)?.[1]) > lines;
  const value = thrown.stack.split('\n').filter((frame) => !behind(frame)).join('\n');
  Reflect.defineProperty(thrown, 'stack', { value, writable: true, configurable: true });
}
