/**
 * A part of a text in which names are declared: a block, the parameters or the body of a function, a class.
 *
 * Names may be declared behind their use, so what a scope does not know itself is passed on to the scope around it only
 * when its end is reached.
 */
export class Scope {
  #declared = new Set();
  #used = new Set();

  /**
   * @param {Scope|null} parent
   * @param {object} [kind]
   * @param {boolean} [kind.holdsVars] `var` declares here: the body of a function
   * @param {boolean} [kind.bindsThis] `this`, `super` and `new.target` have a meaning of their own here
   * @param {boolean} [kind.isDynamic] any name may mean something here that the text does not tell: inside `with`
   * @param {boolean} [kind.isAsync] `await` is an operator here
   * @param {boolean} [kind.isGenerator] `yield` is an operator here
   */
  constructor(parent, { holdsVars, bindsThis, isDynamic, isAsync, isGenerator } = {}) {
    this.parent = parent;
    this.holdsVars = holdsVars ?? parent === null;
    this.bindsThis = bindsThis ?? false;
    this.isDynamic = isDynamic ?? false;
    this.isAsync = isAsync ?? parent?.isAsync ?? false;
    this.isGenerator = isGenerator ?? parent?.isGenerator ?? false;
  }

  /** Names that are declared here. */
  get declared() {
    return this.#declared;
  }

  /** Names that are used here, or further in, and are not declared there. */
  get used() {
    return this.#used;
  }

  /** @param {string} name of a `let`, `const`, class or parameter */
  declare(name) {
    this.#declared.add(name);
  }

  /** @param {string} name of a `var` */
  declareVar(name) {
    for (let scope = this; scope; scope = scope.parent) {
      scope.declare(name);
      if (scope.holdsVars) return;
    }
  }

  /** @param {string} name also `this`, `super`, `new.target` and `import.meta` */
  use(name) {
    this.#used.add(name);
  }

  /** Passes on what is not declared here. */
  close() {
    if (this.isDynamic || !this.parent) return;
    for (const name of this.free()) this.parent.use(name);
  }

  /** @returns {string[]} what is used here and declared outside */
  free() {
    return [...this.#used].filter((name) => !this.#declared.has(name) && !(this.bindsThis && OWN.has(name)));
  }
}

const OWN = new Set(['this', 'super', 'new.target', 'arguments']);
