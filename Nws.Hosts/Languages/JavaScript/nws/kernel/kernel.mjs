import { writeSync } from 'node:fs';
import { Decoder } from '../values/decoder.mjs';
import { Encoder } from '../values/encoder.mjs';
import { MessagePackReader } from '../values/message-pack-reader.mjs';
import { MessagePackWriter } from '../values/message-pack-writer.mjs';
import { NwsValueError } from '../values/nws-value-error.mjs';
import { Evaluator } from './evaluator.mjs';
import { FunctionResolver } from './function-resolver.mjs';
import { guardProcess } from './guard.mjs';
import { ModuleLoader } from './module-loader.mjs';
import { captureOutput } from './output.mjs';
import { SleighGlobals } from './sleigh-globals.mjs';
import { taskError } from './task-error.mjs';

// A message is an array, its parameters another, and the arguments of a task a third.
const ENVELOPE = 3;

class InterruptedError extends Error {}

/** Answers the host's requests, one after the other. */
export class Kernel {
  #channel;
  #modules = new ModuleLoader();
  #sleigh = new SleighGlobals();
  #evaluator = new Evaluator();
  #functions = new FunctionResolver(this.#evaluator, this.#modules);
  #last = Promise.resolve();
  #interrupt = () => {};
  #methods = {
    configure: (options) => this.#configure(options),
    evaluate: (code, args) => this.#evaluator.evaluate(code, args),
    define: (code) => this.#evaluator.define(code),
    invoke: async (name, args) => (await this.#functions.resolve(name))(...args),
  };

  /** @param {import('./channel.mjs').Channel} channel */
  constructor(channel) {
    this.#channel = channel;
  }

  /**
   * Announces the kernel and serves for ever.
   * @param {string} token proves to the host that this is the process it started
   */
  start(token) {
    captureOutput((stream, text) => this.#send([2, 'output', [stream, text]]));
    guardProcess(() => this.#interrupt());
    this.#modules.install();
    this.#sleigh.install();
    this.#channel.listen((body) => {
      this.#last = this.#last.then(() => this.#answer(body));
    });
    this.#send([2, 'ready', [token, { language: 'javascript', version: process.versions.node, pid: process.pid }]]);
  }

  async #answer(body) {
    const [, id, method, params] = decodeRequest(body);
    try {
      const result = await Promise.race([this.#call(method, params), this.#interruption()]);
      this.#reply(id, result);
    } catch (thrown) {
      this.#send([1, id, taskError(thrown), null]);
    }
  }

  #call(method, params) {
    if (!Object.hasOwn(this.#methods, method)) throw new TypeError(`the kernel has no method '${method}'`);
    return this.#methods[method](...params);
  }

  #interruption() {
    return new Promise((_, reject) => {
      this.#interrupt = () => reject(new InterruptedError('the task was interrupted'));
    });
  }

  #reply(id, result) {
    try {
      this.#send([1, id, null, result]);
    } catch (error) {
      if (!(error instanceof NwsValueError)) throw error;
      throw new NwsValueError(`the result cannot be sent back: ${error.message}`);
    }
  }

  #send(message) {
    const writer = new MessagePackWriter();
    new Encoder(writer, { envelope: 1 }).write(message);
    this.#channel.send(writer.bytes);
  }

  async #configure(options) {
    if (options.modulePath) this.#modules.searchFirst(options.modulePath);
    await this.#sleigh.configure(options);
  }
}

/** Without the id of a request nobody can be answered: the end of the kernel tells the host, its last words say why. */
function decodeRequest(body) {
  try {
    return new Decoder(new MessagePackReader(body), { envelope: ENVELOPE }).read();
  } catch (error) {
    writeSync(2, `A request of the host cannot be read: ${error.message}\n`);
    return process.reallyExit(1);
  }
}
