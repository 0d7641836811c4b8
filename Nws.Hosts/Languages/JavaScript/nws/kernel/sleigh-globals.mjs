/** What every task sees of the Sleigh it works for. */
export class SleighGlobals {
  #server;
  #spaces = {};
  // Of the running task, made when it first asks for something.
  #lifetime;

  /** Defines the global variables. */
  install() {
    this.#set('SleighArguments', []);
    this.#set('SleighRank', 0);
    this.#set('SleighWorkerCount', 1);
    this.#setWorkspace('SleighNws', 'sleigh');
    this.#setWorkspace('SleighUserNws', 'user');
  }

  /**
   * @param {object} options of the `configure` request
   * @returns {Promise<void>}
   */
  async configure({ server, token, sleigh, user, rank, workers }) {
    if (rank !== undefined) this.#set('SleighRank', rank);
    if (workers !== undefined) this.#set('SleighWorkerCount', workers);
    if (server === undefined) return;
    // The default of every connection that a task makes by itself.
    process.env.NWS_SERVER = server;
    if (token) process.env.NWS_TOKEN = token;
    // Loaded here, so that code which needs no server need not wait for its client.
    const { NwsServer } = await import('../client/nws-server.mjs');
    await this.#server?.close();
    this.#server = new NwsServer({ address: server, token, grace: 0 });
    this.#server.bindToAsker = (requested) => ({ ...requested, lifetime: this.#currentLifetime().signal });
    this.#spaces = {
      sleigh: sleigh && this.#server.workspace(sleigh, { useUse: true, create: false }),
      user: user && this.#server.workspace(user, { useUse: true, create: false }),
    };
  }

  /** A task begins, and what is asked of workspaces from now on is asked by it. */
  beginTask() {
    this.#lifetime = undefined;
  }

  /**
   * Ends what the running task waits for: a value that comes nevertheless goes back to its place.
   * @param {Error} reason
   */
  endTask(reason) {
    const ended = this.#currentLifetime();
    // What other code asks now, that a task before it has left running, does not end with it.
    this.#lifetime = undefined;
    ended.abort(reason);
  }

  #currentLifetime() {
    this.#lifetime ??= new AbortController();
    return this.#lifetime;
  }

  #set(name, value) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }

  #setWorkspace(name, role) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get: () => {
        if (!this.#spaces[role]) throw new ReferenceError(`there is no ${name}: this code does not run in a Sleigh`);
        return this.#spaces[role];
      },
    });
  }
}
