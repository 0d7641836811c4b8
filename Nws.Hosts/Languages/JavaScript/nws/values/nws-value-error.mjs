import { pathText } from './value-path.mjs';

/**
 * A value cannot be encoded, or bytes are not an encoded value.
 *
 * The message says what was wrong and where: `a function cannot be stored, at ['rows'][3]` when encoding,
 * `... at byte 17` when decoding.
 */
export class NwsValueError extends TypeError {
  #reason;
  #steps;

  /**
   * @param {string} reason what is wrong
   * @param {object} [where]
   * @param {import('./value-path.mjs').Step[]} [where.steps] that lead to the culprit, outermost first
   * @param {number} [where.position] offset of the offending byte
   */
  constructor(reason, { steps = [], position } = {}) {
    super(describe(reason, steps, position));
    this.name = 'NwsValueError';
    this.#reason = reason;
    this.#steps = steps;
    Object.defineProperty(this, 'position', { value: position });
  }

  /** The way to the culprit inside the value, such as `['rows'][3]`; empty for the value itself and for bytes. */
  get path() {
    return pathText(this.#steps);
  }

  /**
   * The same error seen from the containers around its value.
   * @param {import('./value-path.mjs').Step[]} steps that lead there, outermost first
   * @returns {NwsValueError}
   */
  inside(steps) {
    return new NwsValueError(this.#reason, { steps: [...steps, ...this.#steps], position: this.position });
  }
}

function describe(reason, steps, position) {
  if (position !== undefined) return `${reason}, at byte ${position}`;
  return steps.length === 0 ? reason : `${reason}, at ${pathText(steps)}`;
}
