/** Reads a global name, which is all that the completion asks of Node's `vm.Script`. */
export class Script {
  #name;

  constructor(name) {
    this.#name = name;
  }

  runInThisContext() {
    return globalThis[this.#name];
  }
}
