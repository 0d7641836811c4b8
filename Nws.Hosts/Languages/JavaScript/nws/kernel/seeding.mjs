const WORD = (1n << 64n) - 1n;
const STEP = 0x9E3779B97F4A7C15n;

/**
 * The seed of an element: a step of splitmix64, so that it depends on the seed of the job and the element's number alone.
 * @param {number|bigint} seed of the job
 * @param {number|bigint} element its number in the job
 * @returns {bigint}
 */
export function elementSeed(seed, element) {
  return scramble(BigInt(seed) + (BigInt(element) + 1n) * STEP & WORD);
}

/**
 * @param {bigint} seed
 * @returns {() => number} what can stand for `Math.random`: xoshiro128**, two steps for the 53 bits of a number
 */
export function seededRandom(seed) {
  const first = scramble(seed + STEP & WORD);
  const second = scramble(seed + 2n * STEP & WORD);
  const state = Uint32Array.of(low(first), low(first >> 32n), low(second), low(second >> 32n));
  return () => ((next(state) >>> 5) * 0x4000000 + (next(state) >>> 6)) / 0x20000000000000;
}

function scramble(word) {
  let z = word;
  z = (z ^ z >> 30n) * 0xBF58476D1CE4E5B9n & WORD;
  z = (z ^ z >> 27n) * 0x94D049BB133111EBn & WORD;
  return z ^ z >> 31n;
}

function low(word) {
  return Number(word & 0xffffffffn);
}

function next(state) {
  const result = Math.imul(rotated(Math.imul(state[1], 5), 7), 9);
  const shifted = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = rotated(state[3], 11);
  return result;
}

function rotated(value, bits) {
  return value << bits | value >>> 32 - bits;
}
