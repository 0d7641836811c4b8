import { NwsTimeoutException } from './exceptions.mjs';
import { MADE_ONCE, seats, unless } from './nws-semaphore.mjs';

/**
 * A barrier, again and again, for programs that name the same variable: it opens when all of them wait. One that dies
 * while it waits is not counted; with a `lease`, neither is one that is stopped or cut off. Whoever takes its place is.
 */
export class NwsBarrier {
  #ws;
  #varName;
  #parties;
  #lease;

  /**
   * @param {import('./net-work-space.mjs').NetWorkSpace} ws
   * @param {string} varName
   * @param {number} parties how many programs wait for each other
   * @param {object} [options]
   * @param {number} [options.lease] seconds after which one that is stopped or cut off is not counted any more
   * @throws {RangeError} less than 1 party
   */
  constructor(ws, varName, parties, { lease = true } = {}) {
    const valid = Number.isSafeInteger(parties) && parties >= 1;
    if (!valid) throw new RangeError(`a barrier is for 1 party or more, not ${parties}`);
    this.#ws = ws;
    this.#varName = varName;
    this.#parties = parties;
    this.#lease = lease;
  }

  /**
   * Waits until all parties do.
   * @param {object} [options]
   * @param {number} [options.timeout] seconds to wait; after that this program is not counted any more
   * @returns {Promise<number>} how often the barrier had opened before
   * @throws {NwsTimeoutException} the time was up
   */
  async wait({ timeout = Infinity } = {}) {
    const deadline = performance.now() + timeout * 1000;
    await this.#ws.declare(this.#varName, 'single');
    await unless('conflict', this.#ws.store(this.#varName, 0, { if: null }));
    const { value: generation, cursor } = await this.#ws.deliver('find', this.#varName);
    let seat = await this.#sitDown(generation, cursor, deadline);
    try {
      while (!(await this.#isOpen(cursor, deadline))) {
        if (performance.now() >= deadline) throw this.#notAllCame(timeout);
        if (!(await seat.renew())) seat = await this.#sitDown(generation, cursor, deadline);
      }
    } catch (error) {
      await seat.release().catch(() => {});
      throw error;
    }
    await unless('no_lease', seat.complete());
    return generation;
  }

  /** Takes a seat of this generation, and opens the barrier if it was the last. */
  async #sitDown(generation, cursor, deadline) {
    const name = this.#seats(generation);
    await this.#ws.storeAll(name, seats(this.#parties), { key: MADE_ONCE });
    const seat = await this.#ws.fetch(name, { lease: this.#lease, timeout: secondsUntil(deadline) });
    if (await this.#ws.findTry(name) === null) await this.#open(generation, cursor);
    return seat;
  }

  async #open(generation, cursor) {
    const opened = await unless('conflict', this.#ws.store(this.#varName, generation + 1, { if: cursor }));
    if (opened) await unless('no_variable', this.#ws.deleteVar(this.#seats(generation - 1)));
  }

  /** Waits until the barrier has opened, the time is up, or the seat should be renewed. */
  async #isOpen(cursor, deadline) {
    const timeout = Math.min(secondsUntil(deadline), this.#lease === true ? Infinity : this.#lease / 3);
    return await this.#ws.deliver('find', this.#varName, { after: cursor, timeout }) !== null;
  }

  #notAllCame(timeout) {
    const barrier = `barrier '${this.#varName}' within ${timeout} s`;
    return new NwsTimeoutException(`not all ${this.#parties} parties came to ${barrier}`);
  }

  #seats(generation) {
    return `${this.#varName} seats ${generation}`;
  }
}

function secondsUntil(deadline) {
  return Math.max(0, deadline - performance.now()) / 1000;
}
