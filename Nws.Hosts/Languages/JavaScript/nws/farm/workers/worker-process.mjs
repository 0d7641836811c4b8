import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { SleighScriptException } from '../exceptions.mjs';

const KEPT_LINES = 40;

/** One worker that was started from here: the process, which may be that of a launcher, and the last lines it wrote. */
export class WorkerProcess {
  #process;
  #lastLines = [];
  #heard;

  /** The number of the place it was started in. */
  place;

  /** The rank the worker was given; undefined until it has joined. */
  rank;

  /** Whether a result of this worker has come. */
  hasWorked = false;

  /** Whether the worker has ended because it was asked to leave. */
  hasLeft = false;

  /**
   * Settled when the process has ended: with sentences that say how.
   * @type {Promise<string>}
   */
  ended;

  /**
   * @param {number} place
   * @param {{words: string[], cwd?: string, token?: string}} command
   * @param {(worker: WorkerProcess, line: string) => void} heard called with each line it writes
   */
  constructor(place, { words: [program, ...args], cwd, token }, heard) {
    this.place = place;
    this.#heard = heard;
    this.#process = spawn(program, args, { cwd, stdio: 'pipe' });
    // Both pipes are read always, or else a worker that prints would have to wait.
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      createInterface(stream).on('line', (line) => this.#keep(line));
    }
    // A worker that has ended before it read its token is missed where its end is awaited.
    this.#process.stdin.on('error', () => {});
    if (token) this.#process.stdin.write(`${token}\n`);
    this.#letProgramEnd();
    this.ended = this.#watch(program);
    this.ended.catch(() => {});
  }

  /** Ends the process by force. */
  kill() {
    this.#process.kill('SIGKILL');
  }

  /** Makes the program wait for the end of the process, as it normally does not. */
  ref() {
    this.#process.ref();
  }

  async #watch(program) {
    try {
      const [code, signal] = await once(this.#process, 'close');
      this.hasLeft = code === 0 && this.rank !== undefined;
      const lines = this.#lastLines.join('\n');
      const wrote = lines === '' ? 'It wrote nothing.' : `Its last lines:\n${lines}`;
      return `Worker process ${this.#process.pid} ended with ${described(code, signal)}. ${wrote}`;
    } catch (error) {
      throw new SleighScriptException(`the worker program '${program}' cannot be started: ${error.message}. Put nws on `
        + 'the PATH, or its path into the environment variable NWS_CLI.', { cause: error });
    }
  }

  #keep(line) {
    this.#lastLines.push(line);
    if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
    this.#heard(this, line);
  }

  /** A program that does nothing any more should end although its workers are still there; they end with it. */
  #letProgramEnd() {
    for (const handle of [this.#process, ...this.#process.stdio]) handle.unref();
  }
}

/** How a process ended, as a shell has it: of one killed by a signal the exit code is 128 and the signal's number. */
function described(code, signal) {
  const number = signal ? constants.signals[signal] : code - 128;
  return signal || code > 128 ? `exit code ${128 + number} (signal ${number})` : `exit code ${code}`;
}
