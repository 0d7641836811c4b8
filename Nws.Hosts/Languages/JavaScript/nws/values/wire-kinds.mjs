/** Numbers of the extension types of VALUES.md. */
export const EXTENSION = Object.freeze({
  timestamp: -1,
  bigInteger: 1,
  decimal: 2,
  tuple: 3,
  set: 4,
  offsetDateTime: 5,
  naiveDateTime: 6,
  duration: 7,
  uuid: 8,
  complex: 9,
  numericArray: 10,
  error: 11,
});

/** How many containers may be inside each other. */
export const MAX_DEPTH = 256;

/**
 * Property by which wrappers tell their kind: unlike `instanceof` it also knows those of a second copy of this module.
 */
export const KIND = Symbol.for('nws.kind');
