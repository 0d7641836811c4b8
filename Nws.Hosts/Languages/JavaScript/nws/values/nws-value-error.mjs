import { inspect } from 'node:util';

const SHOWN_STEPS = 12;

/**
 * A value cannot be encoded, or bytes are not an encoded value.
 *
 * The message says what was wrong and where: `a function cannot be stored, at ['rows'][3]` when encoding,
 * `... at byte 17` when decoding.
 */
export class NwsValueError extends TypeError {
  #reason;

  /**
   * @param {string} reason what is wrong
   * @param {object} [where]
   * @param {Array<*>} [where.path] keys and positions that lead to the culprit, outermost first
   * @param {number} [where.position] offset of the offending byte
   */
  constructor(reason, { path = [], position } = {}) {
    super(describe(reason, path, position));
    this.name = 'NwsValueError';
    this.#reason = reason;
    Object.defineProperties(this, { path: { value: path }, position: { value: position } });
  }

  /**
   * The same error seen from the containers around its value.
   * @param {Array<*>} path keys and positions that lead there, outermost first
   * @returns {NwsValueError}
   */
  inside(path) {
    return new NwsValueError(this.#reason, { path: [...path, ...this.path], position: this.position });
  }
}

function describe(reason, path, position) {
  if (position !== undefined) return `${reason}, at byte ${position}`;
  if (path.length === 0) return reason;
  const steps = path.slice(0, SHOWN_STEPS).map((key) => `[${inspect(key, { depth: 1, breakLength: Infinity })}]`);
  const rest = path.length > SHOWN_STEPS ? `... (${path.length - SHOWN_STEPS} more levels)` : '';
  return `${reason}, at ${steps.join('')}${rest}`;
}
