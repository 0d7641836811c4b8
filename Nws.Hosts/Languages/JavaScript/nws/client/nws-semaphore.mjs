const ONCE = 'made once';

/** A permit of a semaphore, given back by `release`, or at the end of an `await using` block. */
export class NwsPermit {
  #delivery;
  #given = false;

  /** @param {import('./nws-delivery.mjs').NwsDelivery} delivery */
  constructor(delivery) {
    this.#delivery = delivery;
  }

  /**
   * Gives the permit back. One that has been lost to somebody else already is not given back again.
   * @returns {Promise<void>}
   */
  async release() {
    if (this.#given) return;
    await unless('no_lease', this.#delivery.release());
    this.#given = true;
  }

  /**
   * Keeps the permit for its full seconds again.
   * @returns {Promise<boolean>} false if it has been lost
   */
  renew() {
    return this.#delivery.renew();
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.release();
  }
}

/**
 * A semaphore: at most so many holders at a time, among all programs that name the same variable. A holder that dies
 * gives its permit back; with a `lease`, so does one that is stopped or cut off and does not `renew` its permit.
 */
export class NwsSemaphore {
  #ws;
  #varName;
  #permits;
  #lease;
  #made;

  /**
   * @param {import('./net-work-space.mjs').NetWorkSpace} ws
   * @param {string} varName
   * @param {number} [permits] that of the first program counts; for another number, delete the variable
   * @param {object} [options]
   * @param {number} [options.lease] seconds a permit lasts unless it is renewed; by default as long as the connection
   * @throws {RangeError} less than 1 permit
   */
  constructor(ws, varName, permits = 1, { lease = true } = {}) {
    const valid = Number.isSafeInteger(permits) && permits >= 1;
    if (!valid) throw new RangeError(`a semaphore has 1 permit or more, not ${permits}`);
    this.#ws = ws;
    this.#varName = varName;
    this.#permits = permits;
    this.#lease = lease;
  }

  /**
   * Waits for a permit.
   * @param {object} [options]
   * @param {number} [options.timeout] seconds to wait
   * @param {AbortSignal} [options.signal] ends the wait
   * @returns {Promise<NwsPermit>}
   * @throws {import('./exceptions.mjs').NwsTimeoutException} the time was up
   */
  async acquire(options = {}) {
    this.#made ??= this.#ws.storeAll(this.#varName, seats(this.#permits), { key: ONCE });
    await this.#made;
    return new NwsPermit(await this.#ws.fetch(this.#varName, { ...options, lease: this.#lease }));
  }
}

/**
 * The values of which a semaphore or a barrier is made, to be stored with the key that lets it happen once.
 * @param {number} count
 * @returns {number[]}
 */
export function seats(count) {
  return Array.from({ length: count }, (_, number) => number);
}

/** The key under which they are stored. */
export const MADE_ONCE = ONCE;

/**
 * Passes over the error with that code: somebody else was faster.
 * @param {string} code
 * @param {Promise<*>} done
 * @returns {Promise<boolean>} whether it was done
 */
export async function unless(code, done) {
  try {
    await done;
    return true;
  } catch (error) {
    if (error.code !== code) throw error;
    return false;
  }
}
