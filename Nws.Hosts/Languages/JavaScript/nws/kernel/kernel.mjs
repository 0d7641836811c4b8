import { setTimeout } from 'node:timers';
import { Decoder } from '../values/decoder.mjs';
import { Encoder } from '../values/encoder.mjs';
import { MessagePackReader } from '../values/message-pack-reader.mjs';
import { MessagePackWriter } from '../values/message-pack-writer.mjs';
import { Evaluator } from './evaluator.mjs';
import { FunctionResolver } from './function-resolver.mjs';
import { guardProcess } from './guard.mjs';
import { InterruptedError, InterruptWatch, interruptible } from './interruption.mjs';
import { MapOrder } from './map-order.mjs';
import { Mapping } from './mapping.mjs';
import { ModuleLoader } from './module-loader.mjs';
import { captureOutput } from './output.mjs';
import { SleighGlobals } from './sleigh-globals.mjs';
import { beginTask, dropTimers, steadyTimers } from './steady-timers.mjs';
import { taskError, unsendable } from './task-error.mjs';
import { setVariable, unsetVariable } from './variables.mjs';

const REQUEST_PARTS = 4;
// The parameters of a request are an array, and the arguments of a task, or the rows of a map, another.
const ENVELOPE = 2;
const LAST_TASK = 0x7fffffff;
const MILLISECONDS = 1000;

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
  // Ends what is waited for.
  #failElement;
  #tasks = 0;
  // The last result that could not be sent, in an object of its own.
  #unsent;
  #serving = false;
  #methods = {
    configure: (options) => this.#configure(options),
    evaluate: (code, args) => this.#evaluator.evaluate(code, args),
    define: (code) => this.#evaluator.define(code),
    invoke: (name, args) => this.#invoke(name, args),
    set: (name, value) => setVariable(name, value),
    unset: (name) => unsetVariable(name, this.#evaluator.declaredNames),
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
    captureOutput((stream, text) => this.#print(stream, text));
    guardProcess((error) => this.#abandon(error));
    steadyTimers();
    this.#modules.install();
    this.#sleigh.install();
    this.#channel.listen((body) => this.#receive(body));
    await this.#channel.connected;
    this.#lifeLine.offer();
    await this.#interrupts.armed;
    this.#send([2, 'ready', [token, { language: 'javascript', version: process.versions.node, pid: process.pid }]]);
  }

  #receive(body) {
    this.#waiting.push(readRequest(body));
    this.#serve();
    // What the task has left behind.
    if (this.#running === undefined) drain();
  }

  #serve() {
    if (this.#serving) return;
    this.#serving = true;
    while (this.#running === undefined && this.#waiting.length > 0) this.#answer(this.#waiting.shift());
    this.#serving = false;
  }

  #answer({ id, method, params }) {
    const task = { id };
    this.#running = task;
    this.#tasks = this.#tasks % LAST_TASK + 1;
    this.#interrupts.running = this.#tasks;
    beginTask();
    this.#sleigh.beginTask();
    // It runs no code of a user.
    if (method !== 'configure') this.#lifeLine.hold();
    try {
      if (method === 'map') this.#map(task, params());
      else this.#conclude(task, interruptible(() => this.#call(method, params())));
    } catch (thrown) {
      this.#fail(task, thrown);
    }
  }

  #conclude(task, result) {
    if (typeof result?.then !== 'function') {
      this.#succeed(task, result);
      return;
    }
    let conclude;
    const settled = this.#wait(result, {
      settle: (value) => { conclude = () => this.#succeed(task, value); },
      settleFailed: (thrown) => { conclude = () => this.#fail(task, thrown); },
    }, () => {
      conclude();
      this.#serve();
    });
    // The answer is sent behind the wait, where an interrupt cannot tear it.
    if (settled) conclude();
  }

  /**
   * Waits for a promise, at first here, where an interrupt ends even a loop.
   * @param {PromiseLike<*>} promise
   * @param {{settle: (value: *) => void, settleFailed: (thrown: *) => void}} outcome takes what becomes of it, once
   * @param {() => void} goOn called behind that, if it was not settled at once
   * @returns {boolean} whether it was
   */
  #wait(promise, outcome, goOn) {
    let open = true;
    let waiting = false;
    const once = (method) => (value) => {
      if (!open) return;
      open = false;
      this.#failElement = undefined;
      outcome[method](value);
      if (waiting) goOn();
    };
    this.#failElement = once('settleFailed');
    promise.then(once('settle'), this.#failElement);
    drain();
    waiting = open;
    return !open;
  }

  #map(task, order) {
    task.mapping = new Mapping(order, (type, code) => this.#function(type, code), (position) => {
      this.#send([2, 'begun', [task.id, position]]);
    });
    this.#goOn(task);
  }

  /** Runs a map until it has to wait, or to its end. Between the steps nothing can be torn: there the host is told. */
  #goOn(task) {
    const { mapping } = task;
    while (task === this.#running) {
      const promise = interruptible(() => mapping.step());
      if (this.#interrupts.due) throw new InterruptedError();
      if (promise !== undefined && !this.#wait(promise, mapping, () => this.#goOnLater(task))) {
        this.#watch(task);
        return;
      }
      if (mapping.done) this.#end(task, mapping.response(task.id));
      else if (mapping.isDue) this.#tell(task);
    }
  }

  #goOnLater(task) {
    try {
      this.#goOn(task);
    } catch (thrown) {
      this.#fail(task, thrown);
    }
    this.#serve();
  }

  /** Looks after a while whether the element that is waited for still runs. If so, the host is told, for it may wait for something that others do. */
  #watch(task) {
    const { mapping } = task;
    if (mapping.patience === Infinity || task.watched) return;
    task.watched = true;
    const { position } = mapping;
    setTimeout(() => {
      task.watched = false;
      if (task !== this.#running || this.#failElement === undefined) return;
      if (mapping.position === position) this.#stall(task);
      else this.#watch(task);
    }, mapping.patience * MILLISECONDS);
  }

  #stall({ id, mapping }) {
    mapping.stall();
    if (mapping.hasPart) {
      this.#channel.send(mapping.part(id));
      mapping.take({ running: true });
    }
    this.#send([2, 'stalled', [id, mapping.position]]);
  }

  #tell({ id, mapping }) {
    this.#channel.send(mapping.part(id));
    mapping.take();
  }

  #function(type, code) {
    if (type === 'invoke') return this.#functions.resolve(code);
    if (type === 'evaluate') return (...args) => this.#evaluator.evaluate(code, args);
    throw new TypeError(`a map is of type 'evaluate' or 'invoke', not '${type}'`);
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
      this.#end(task, encode([1, task.id, null, result]));
    } catch (error) {
      this.#unsent = { value: result };
      this.#fail(task, unsendable(error));
    }
  }

  #fail(task, thrown) {
    if (task !== this.#running) return;
    if (thrown instanceof InterruptedError) this.#endWaiting(thrown);
    if (task.mapping?.hasPart) this.#tell(task);
    this.#end(task, encode([1, task.id, taskError(thrown), null]));
  }

  /** @returns {boolean} false if no task was waited for */
  #abandon(reason) {
    if (this.#running === undefined) return false;
    if (this.#running.mapping && !(reason instanceof InterruptedError)) return this.#abandonElement(reason);
    this.#fail(this.#running, reason);
    this.#serve();
    return true;
  }

  #abandonElement(reason) {
    const fail = this.#failElement;
    fail?.(reason);
    return fail !== undefined;
  }

  /** What an interrupted task waits for neither goes on nor comes to it. */
  #endWaiting(reason) {
    dropTimers();
    this.#sleigh.endTask(reason);
  }

  #end(task, body) {
    task.mapping?.close();
    this.#running = undefined;
    this.#interrupts.running = 0;
    this.#channel.send(body);
  }

  #print(stream, text) {
    const { mapping } = this.#running ?? {};
    this.#send([2, 'output', mapping ? [stream, text, mapping.position] : [stream, text]]);
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
function readRequest(body) {
  try {
    const reader = new MessagePackReader(body);
    if (reader.arrayHeader() !== REQUEST_PARTS) reader.fail('a request has 4 parts');
    const decoder = new Decoder(reader, { envelope: ENVELOPE });
    const [, id, method] = [decoder.read(), decoder.read(), decoder.read()];
    if (method === 'map') return { id, method, params: () => MapOrder.read(reader, decoder) };
    const params = decoder.read();
    return { id, method, params: () => params };
  } catch (error) {
    process._rawDebug(`A request of the host cannot be read: ${error.message}`);
    return process.reallyExit(1);
  }
}
