import { SleighTaskException } from '../exceptions.mjs';

/**
 * Whoever wants results as they arrive: a function, or an object with methods.
 * @typedef {((values: Array<*>, indexes: number[]) => *) | {
 *   result(values: Array<*>, indexes: number[]): *,
 *   error?(errors: SleighTaskException[], indexes: number[]): *,
 *   value?(): *,
 * }} Accumulator
 */

/** Hands results on, one call after the other. */
export class Accumulation {
  #accumulator;
  #last = Promise.resolve();

  /** @param {Accumulator} accumulator */
  constructor(accumulator) {
    this.#accumulator = accumulator;
  }

  /** @param {import('./job.mjs').Outcome[]} outcomes that have arrived */
  add(outcomes) {
    this.#last = this.#last.then(() => this.#handOn(outcomes));
    // An accumulator that throws fails the call, at its end.
    this.#last.catch(() => {});
  }

  /** @returns {Promise<*>} what the call returns: the accumulator's `value()`, if it has one, else null */
  async value() {
    await this.#last;
    return typeof this.#accumulator.value === 'function' ? this.#accumulator.value() : null;
  }

  async #handOn(outcomes) {
    if (typeof this.#accumulator === 'function') {
      await this.#accumulator(...columns(outcomes));
      return;
    }
    const isError = ({ value }) => value instanceof SleighTaskException;
    const separate = typeof this.#accumulator.error === 'function';
    const results = separate ? outcomes.filter((outcome) => !isError(outcome)) : outcomes;
    if (results.length > 0) await this.#accumulator.result(...columns(results));
    const errors = outcomes.filter(isError);
    if (separate && errors.length > 0) await this.#accumulator.error(...columns(errors));
  }
}

function columns(outcomes) {
  return [outcomes.map(({ value }) => value), outcomes.map(({ index }) => index)];
}
