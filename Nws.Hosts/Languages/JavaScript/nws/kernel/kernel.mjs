import { Decoder } from '../values/decoder.mjs';
import { Encoder } from '../values/encoder.mjs';
import { MessagePackReader } from '../values/message-pack-reader.mjs';
import { MessagePackWriter } from '../values/message-pack-writer.mjs';
import { NwsValueError } from '../values/nws-value-error.mjs';
import { Evaluator } from './evaluator.mjs';
import { FunctionResolver } from './function-resolver.mjs';
import { guardProcess } from './guard.mjs';
import { InterruptedError, InterruptWatch, interruptible } from './interruption.mjs';
import { ModuleLoader } from './module-loader.mjs';
import { captureOutput } from './output.mjs';
import { SleighGlobals } from './sleigh-globals.mjs';
import { taskError } from './task-error.mjs';

// A message is an array, its parameters another, and the arguments of a task a third.
const ENVELOPE = 3;
const LAST_TASK = 0x7fffffff;

/** Answers the host's requests, one after the other. */
export class Kernel {
  #channel;
  #lifeLine;
  #modules = new ModuleLoader();
  #sleigh = new SleighGlobals();
  #evaluator = new Evaluator();
  #functions = new FunctionResolver(this.#evaluator, this.#modules);
  #interrupts = new InterruptWatch(() => this.#abandon(new InterruptedError()));
  #waiting = [];
  // The id of the request that is being answered, in an object of its own: only the answer to that one is sent.
  #running;
  #tasks = 0;
  // The last result that could not be sent, in an object of its own.
  #unsent;
  #serving = false;
  #methods = {
    configure: (options) => this.#configure(options),
    evaluate: (code, args) => this.#evaluator.evaluate(code, args),
    define: (code) => this.#evaluator.define(code),
    invoke: (name, args) => this.#invoke(name, args),
    complete: (code, cursor) => this.#complete(code, cursor),
    describe: () => this.#describe(),
  };

  /**
   * @param {import('./channel.mjs').Channel} channel
   * @param {import('./life-line.mjs').LifeLine} lifeLine
   */
  constructor(channel, lifeLine) {
    this.#channel = channel;
    this.#lifeLine = lifeLine;
  }

  /**
   * Announces the kernel and serves for ever.
   * @param {string} token proves to the host that this is the process it started
   * @returns {Promise<void>} completes when it is announced
   */
  async start(token) {
    captureOutput((stream, text) => this.#send([2, 'output', [stream, text]]));
    guardProcess((error) => this.#abandon(error));
    this.#modules.install();
    this.#sleigh.install();
    this.#channel.listen((body) => this.#receive(body));
    await this.#channel.connected;
    this.#lifeLine.offer();
    await this.#interrupts.armed;
    this.#send([2, 'ready', [token, { language: 'javascript', version: process.versions.node, pid: process.pid }]]);
  }

  #receive(body) {
    this.#waiting.push(decodeRequest(body));
    this.#serve();
    // What the task has left behind.
    if (this.#running === undefined) drain();
  }

  #serve() {
    if (this.#serving) return;
    this.#serving = true;
    while (this.#running === undefined && this.#waiting.length > 0) this.#answer(...this.#waiting.shift());
    this.#serving = false;
  }

  #answer(_, id, method, params) {
    const task = { id };
    this.#running = task;
    this.#tasks = this.#tasks % LAST_TASK + 1;
    this.#interrupts.running = this.#tasks;
    // It runs no code of a user.
    if (method !== 'configure') this.#lifeLine.hold();
    try {
      const result = interruptible(() => this.#call(method, params));
      if (typeof result?.then === 'function') this.#await(task, result);
      else this.#succeed(task, result);
    } catch (thrown) {
      this.#fail(task, thrown);
    }
  }

  #await(task, promise) {
    let finish;
    let drained = false;
    const settled = (conclude) => {
      finish = conclude;
      if (!drained) return;
      finish();
      this.#serve();
    };
    promise.then(
      (value) => settled(() => this.#succeed(task, value)), (thrown) => settled(() => this.#fail(task, thrown)),
    );
    // The answer is sent behind, where an interrupt cannot tear it.
    drain();
    drained = true;
    finish?.();
  }

  #call(method, params) {
    if (!Object.hasOwn(this.#methods, method)) throw new TypeError(`the kernel has no method '${method}'`);
    return this.#methods[method](...params);
  }

  #invoke(name, args) {
    const found = this.#functions.resolve(name);
    return typeof found === 'function' ? found(...args) : found.then((fun) => fun(...args));
  }

  async #complete(code, cursor) {
    // Loaded here, because workers never ask.
    const { complete } = await import('./completion/completion.mjs');
    return complete(code, cursor, this.#evaluator, this.#modules);
  }

  async #describe() {
    const unsent = this.#unsent;
    this.#unsent = undefined;
    return unsent && (await import('node:util')).inspect(unsent.value);
  }

  #succeed(task, result) {
    if (task !== this.#running) return;
    try {
      this.#end([1, task.id, null, result]);
    } catch (error) {
      this.#unsent = { value: result };
      this.#fail(task, error instanceof NwsValueError
        ? new NwsValueError(`the result cannot be sent back: ${error.message}`) : error);
    }
  }

  #fail(task, thrown) {
    if (task === this.#running) this.#end([1, task.id, taskError(thrown), null]);
  }

  /** @returns {boolean} false if no task was waited for */
  #abandon(reason) {
    if (this.#running === undefined) return false;
    this.#fail(this.#running, reason);
    this.#serve();
    return true;
  }

  #end(response) {
    const body = encode(response);
    this.#running = undefined;
    this.#interrupts.running = 0;
    this.#channel.send(body);
  }

  #send(message) {
    this.#channel.send(encode(message));
  }

  async #configure(options) {
    if (options.modulePath) this.#modules.searchFirst(options.modulePath);
    await this.#sleigh.configure(options);
  }
}

/** Goes on with what need not wait for the outside world, here, where it can be interrupted even in a loop. */
function drain() {
  try {
    interruptible(process._tickCallback);
  } catch (thrown) {
    // As Node does it: tells those who listen for uncaught errors, and forgets what was under way.
    process._fatalException(thrown);
  }
}

function encode(message) {
  const writer = new MessagePackWriter();
  new Encoder(writer, { envelope: 1 }).write(message);
  return writer.bytes;
}

/** Without the id of a request nobody can be answered: the end of the kernel tells the host, its last words say why. */
function decodeRequest(body) {
  try {
    return new Decoder(new MessagePackReader(body), { envelope: ENVELOPE }).read();
  } catch (error) {
    process._rawDebug(`A request of the host cannot be read: ${error.message}`);
    return process.reallyExit(1);
  }
}
