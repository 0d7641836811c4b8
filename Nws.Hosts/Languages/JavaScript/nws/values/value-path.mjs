const SHOWN_FIRST = 12;
const SHOWN_LAST = 4;
const SHOWN_CHARACTERS = 40;
const SHORT_ESCAPES = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" };
// Control characters, quote and backslash, and surrogates without their partner.
const ESCAPED = /[\u0000-\u001f\u007f'\\]|\p{Surrogate}/gu;

/**
 * A step of the way to a part of a value: the position of an element, the text or integer that is the key of an entry,
 * or the place of an entry with another key.
 * @typedef {number|bigint|string|{part: 'key'|'value', entry: number}} Step
 */

/**
 * The step to the value of an entry.
 * @param {*} key of the entry
 * @param {number} entry its place in the map
 * @returns {Step}
 */
export function stepToValue(key, entry) {
  if (typeof key === 'string' || Number.isSafeInteger(key)) return key;
  return typeof key === 'bigint' && String(key).length <= SHOWN_CHARACTERS ? key : { part: 'value', entry };
}

/**
 * A way as every language of Nws writes it: `['rows'][3]`.
 * @param {Step[]} steps outermost first
 * @returns {string}
 */
export function pathText(steps) {
  if (steps.length <= SHOWN_FIRST + SHOWN_LAST) return steps.map(stepText).join('');
  return `${pathText(steps.slice(0, SHOWN_FIRST))}...${pathText(steps.slice(-SHOWN_LAST))}`;
}

function stepText(step) {
  switch (typeof step) {
    case 'string': return `['${shortened(step).replace(ESCAPED, escape)}']`;
    case 'object': return `[${step.part} ${step.entry}]`;
    default: return `[${step}]`;
  }
}

function shortened(text) {
  if (text.length <= SHOWN_CHARACTERS) return text;
  const characters = Array.from(text.slice(0, 2 * SHOWN_CHARACTERS + 2));
  return characters.length <= SHOWN_CHARACTERS ? text : `${characters.slice(0, SHOWN_CHARACTERS).join('')}...`;
}

function escape(character) {
  return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
