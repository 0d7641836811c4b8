import { SleighIllegalValueException } from './exceptions.mjs';

/**
 * Holds options against what is known of them.
 * @param {string} owner whose options they are, for the message
 * @param {object} options
 * @param {Record<string, [(value: *) => boolean, string]>} checks for each option, whether a value makes sense and
 *   which would
 * @returns {object} those that were given
 * @throws {SleighIllegalValueException} an unknown option or a value that makes no sense
 */
export function checked(owner, options, checks) {
  if (typeof options !== 'object' || options === null) {
    throw new SleighIllegalValueException(`the options of ${owner} are an object, not ${options}`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
  for (const [name, value] of given) {
    if (!Object.hasOwn(checks, name)) {
      const known = Object.keys(checks).join(', ');
      throw new SleighIllegalValueException(`'${name}' is not an option of ${owner}; there are ${known}`);
    }
    const [holds, expected] = checks[name];
    if (!holds(value)) throw new SleighIllegalValueException(`the option ${name} is ${expected}, not ${shown(value)}`);
  }
  return Object.fromEntries(given);
}

/** Checks for `checked`. */
export const IS = {
  aFunction: [(value) => typeof value === 'function', 'a function'],
  aSignal: [(value) => typeof value.addEventListener === 'function' && 'aborted' in value, 'an AbortSignal'],
  aText: [(value) => typeof value === 'string', 'a text'],
  oneOf: (...values) => [(value) => values.includes(value), `one of ${values.join(', ')}`],
  positive: [(value) => typeof value === 'number' && value > 0, 'a positive number'],
  positiveInteger: [(value) => Number.isInteger(value) && value > 0, 'a positive whole number'],
  tags: (least, most, name) => [
    (value) => Array.isArray(value) && value.length >= least && value.length <= most
      && value.every((tag) => typeof tag === 'string' && name.test(tag)),
    `a list of ${least} to ${most} tags of letters, digits, '_', '.' and '-'`,
  ],
  trueOrFalse: [(value) => typeof value === 'boolean', 'true or false'],
};

function shown(value) {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : String(value);
}
