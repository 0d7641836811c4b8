import { KIND } from './wire-kinds.mjs';

/** A list whose elements are encoded already; it can be stored, and nothing else. */
export class EncodedList {
  get [KIND]() {
    return 'encodedList';
  }

  /**
   * @param {number} length number of elements
   * @param {Uint8Array[]} pieces bytes of the elements, one after the other
   */
  constructor(length, pieces) {
    this.length = length;
    this.pieces = pieces;
  }
}
