import { Encoder } from '../values/encoder.mjs';
import { MessagePackWriter } from '../values/message-pack-writer.mjs';
import { MapRefusal } from './map-order.mjs';
import { elementSeed, seededRandom } from './seeding.mjs';
import { taskError, unsendable } from './task-error.mjs';

const PAUSE = 50;

/**
 * A map that runs, step by step. A step may be torn by an interrupt at any call or loop: what it has done counts when its last
 * statement, `#count++`, is done.
 */
export class Mapping {
  #order;
  #find;
  #mark;
  #patience;
  #function;
  #values = new MessagePackWriter(4096);
  #encoder = new Encoder(this.#values);
  #seconds = [];
  #errors = new Map();
  // What has been done and not been taken: how many elements, and how many bytes their values have.
  #count = 0;
  #length = 0;
  #taken = 0;
  // An element took longer than the host is willing to wait for the others.
  #over = false;
  #stalled = false;
  #began = performance.now();
  #told = this.#began;
  #ordinaryRandom = Math.random;

  /**
   * @param {import('./map-order.mjs').MapOrder} order
   * @param {(type: string, code: string) => Function|Promise<Function>} find what to call with the arguments of each element
   * @param {(position: number) => void} mark tells the host that an element begins
   */
  constructor(order, find, mark) {
    this.#order = order;
    this.#find = find;
    this.#patience = order.options.patience ?? Infinity;
    this.#mark = order.options.marks ? mark : undefined;
  }

  /** The position of the element that runs, or ran last. */
  get position() {
    return this.done ? this.#taken + this.#count - 1 : this.#taken + this.#count;
  }

  /** Whether all elements have run that will. */
  get done() {
    return this.#over || this.#taken + this.#count === this.#order.count;
  }

  /** How long others may have to wait for an element, in seconds. */
  get patience() {
    return this.#patience;
  }

  /** Whether there is something to tell the host. */
  get hasPart() {
    return this.#count > 0;
  }

  /** Whether it is time to tell it. */
  get isDue() {
    return this.#count > 0 && this.#began - this.#told >= PAUSE;
  }

  /**
   * Runs elements until all have run, or it is time to tell the host of them, or one has to be waited for.
   * @returns {PromiseLike<*>|undefined} what is to be waited for; its outcome goes to `settle` or `settleFailed`
   */
  step() {
    if (!this.#function) return this.#prepare();
    while (!this.done && !this.isDue) {
      const value = this.#call(this.position);
      if (typeof value?.then === 'function') return value;
      if (value !== FAILED) this.#succeed(value);
      // What the element has left behind belongs to it.
      process._tickCallback();
    }
    return undefined;
  }

  /**
   * Takes the outcome of what `step` waited for.
   * @param {*} value
   */
  settle(value) {
    if (this.#function) this.#succeed(value);
    else this.#begin(value);
  }

  /**
   * Takes the failure of what `step` waited for.
   * @param {*} thrown
   */
  settleFailed(thrown) {
    if (this.#function) this.#fail(thrown);
    else this.#begin(() => { throw thrown; });
  }

  /**
   * What has been done and not been told, as a notification.
   * @param {number} id of the request
   * @returns {Uint8Array}
   */
  part(id) {
    const writer = new MessagePackWriter();
    writer.arrayHeader(3);
    writer.integer(2);
    writer.text('part');
    writer.arrayHeader(4);
    writer.integer(id);
    this.#write(writer, () => {});
    return writer.bytes;
  }

  /**
   * The same as the response.
   * @param {number} id of the request
   * @returns {Uint8Array}
   */
  response(id) {
    const writer = new MessagePackWriter();
    writer.arrayHeader(4);
    writer.integer(1);
    writer.integer(id);
    writer.nil();
    writer.mapHeader(3);
    this.#write(writer, (name) => writer.text(name));
    return writer.bytes;
  }

  /**
   * What was written has been sent.
   * @param {{running?: boolean}} [state] whether an element runs meanwhile, whose time goes on
   */
  take({ running = false } = {}) {
    this.#taken += this.#count;
    this.#values.rewind(0);
    this.#seconds = [];
    this.#errors.clear();
    this.#length = this.#count = 0;
    this.#told = performance.now();
    if (!running) this.#began = this.#told;
  }

  /** The element that runs is the last: it takes longer than others may have to wait. */
  stall() {
    this.#stalled = true;
  }

  /** Whatever runs from now on is no element of it. */
  close() {
    Math.random = this.#ordinaryRandom;
  }

  #write(writer, name) {
    name('values');
    writer.arrayHeader(this.#count);
    writer.raw(this.#values.bytes.subarray(0, this.#length));
    name('errors');
    // An interrupt may have come between an error and the end of its element.
    const end = this.#taken + this.#count;
    new Encoder(writer, { envelope: 1 }).write(new Map([...this.#errors].filter(([position]) => position < end)));
    name('seconds');
    new Encoder(writer).write(Float64Array.from(this.#seconds.slice(0, this.#count)));
  }

  #prepare() {
    try {
      const found = this.#find(this.#order.type, this.#order.code);
      if (typeof found?.then === 'function') return found;
      this.#begin(found);
    } catch (thrown) {
      this.settleFailed(thrown);
    }
    return undefined;
  }

  #begin(fun) {
    this.#function = fun;
    this.#began = performance.now();
  }

  #call(position) {
    this.#mark?.(position);
    const { seed, first = 0 } = this.#order.options;
    if (seed !== undefined) Math.random = seededRandom(elementSeed(seed, BigInt(first) + BigInt(position)));
    // It knows nothing of this object.
    const fun = this.#function;
    try {
      return fun(...this.#order.argumentsOf(position));
    } catch (thrown) {
      this.#fail(thrown);
      return FAILED;
    }
  }

  #succeed(value) {
    try {
      this.#encoder.write(value);
    } catch (error) {
      this.#fail(unsendable(error));
      return;
    }
    this.#end();
  }

  #fail(thrown) {
    this.#errors.set(this.position, recordOf(thrown));
    this.#values.rewind(this.#length);
    this.#encoder.write(null);
    this.#end();
  }

  #end() {
    const now = performance.now();
    const { length } = this.#values;
    const seconds = (now - this.#began) / 1000;
    this.#seconds[this.#count] = seconds;
    this.#over = this.#stalled || seconds > this.#patience;
    this.#began = now;
    this.#length = length;
    this.#count++;
  }
}

const FAILED = Symbol('failed');

function recordOf(thrown) {
  if (thrown instanceof MapRefusal) return thrown.record;
  try {
    return taskError(thrown);
  } catch (fault) {
    // What was thrown cannot even be looked at.
    return taskError(fault);
  }
}
