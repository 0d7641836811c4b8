/** Lets one part of the program wait until another has changed something that it waits for. */
export class Signal {
  #wake = () => {};

  /** @returns {Promise<void>} settled at the next `raise` */
  next() {
    return new Promise((resolve) => {
      const wake = this.#wake;
      this.#wake = () => {
        wake();
        resolve();
      };
    });
  }

  /** Wakes whoever waits. */
  raise() {
    const wake = this.#wake;
    this.#wake = () => {};
    wake();
  }
}
