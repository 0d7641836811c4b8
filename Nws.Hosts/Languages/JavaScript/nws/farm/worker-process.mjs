import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SleighScriptException } from './exceptions.mjs';

const KEPT_LINES = 20;

/** A worker on this machine: a process of the `nws` command. */
export class WorkerProcess {
  #process;
  #lastLines = [];

  /**
   * Settled when the process has ended: with a sentence that says how.
   * @type {Promise<string>}
   */
  ended;

  /**
   * @param {string[]} args of the `nws` command
   * @param {object} options
   * @param {NodeJS.ProcessEnv} options.env
   * @param {string} [options.cwd]
   * @param {boolean} [options.verbose] pass on what the worker prints, to stderr
   */
  constructor(args, { env, cwd, verbose = false }) {
    const [command, ...prefix] = nwsCommand();
    this.#process = spawn(command, [...prefix, ...args], { env, cwd, stdio: 'pipe' });
    // Both pipes are read always, or else a worker that prints would have to wait.
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      createInterface(stream).on('line', (line) => this.#heard(line, verbose));
    }
    this.#letProgramEnd();
    this.ended = this.#watch(command);
    this.ended.catch(() => {});
  }

  /** Its process id; undefined if it could not be started. */
  get pid() {
    return this.#process.pid;
  }

  /** Ends the process by force. */
  kill() {
    this.#process.kill('SIGKILL');
  }

  /** Makes the program wait for the end of the process, as it normally does not. */
  ref() {
    this.#process.ref();
  }

  async #watch(command) {
    try {
      const [code, signal] = await once(this.#process, 'close');
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      const said = this.#lastLines.length > 0 ? `; its last words were:\n${this.#lastLines.join('\n')}` : '';
      return `a worker ${how}${said}`;
    } catch (error) {
      throw new SleighScriptException(`workers cannot be started with '${command}' (${error.message}). `
        + 'Put nws on the PATH, or its path into the environment variable NWS_CLI.', { cause: error });
    }
  }

  #heard(line, verbose) {
    if (verbose) process.stderr.write(`[worker ${this.#process.pid}] ${line}\n`);
    this.#lastLines.push(line);
    if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
  }

  /** A program that does nothing any more should end although its workers are still there; they end with it. */
  #letProgramEnd() {
    for (const handle of [this.#process, ...this.#process.stdio]) handle.unref();
  }
}

function nwsCommand() {
  const command = process.env.NWS_CLI || 'nws';
  return command.endsWith('.dll') ? ['dotnet', command] : [command];
}
