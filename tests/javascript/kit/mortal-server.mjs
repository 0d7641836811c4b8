import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A server of its own, on a data file, that is killed and started again. */
export class MortalServer {
  #command;
  #process;

  /**
   * @param {import('node:test').TestContext} t ends it, and deletes its data
   * @param {string[]} options of `nws serve`
   */
  static async begin(t, ...options) {
    const server = new MortalServer();
    const folder = await mkdtemp(join(tmpdir(), 'nws-mortal-'));
    server.#command = ['serve', '--port', '0', '--web-port', '0', '--data', join(folder, 'data'), ...options];
    t.after(async () => {
      await server.kill();
      await rm(folder, { recursive: true });
    });
    return server;
  }

  /** Starts it; where it listens. */
  async start() {
    this.#process = spawn(process.env.NWS_CLI, this.#command, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(this.#process.stdout), 'line');
    return /listening on ([^,\s]+)/.exec(line)[1];
  }

  /** From now on it reads nothing and answers nothing. */
  freeze() {
    this.#process.kill('SIGSTOP');
  }

  /** Ends it as a power cut would. */
  async kill() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }
}
