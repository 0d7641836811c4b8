/**
 * Timers that no interrupt can tear. An interrupt ends code at any call, also in the middle of the book-keeping of Node itself; what is
 * torn there stays so, and all later timers of one duration would never fire. As timers can only fire when the code that sets
 * them is done, they may as well be set then: in code that can be interrupted, setting and clearing is only noted.
 *
 * The timers of a task that is interrupted do nothing any more, or what waits for them would go on behind the next tasks.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = timers;
const Timeout = cleared(setTimeout(() => {}), clearTimeout).constructor;
const ImmediatePrototype = Object.getPrototypeOf(cleared(setImmediate(() => {}), clearImmediate));
const immediates = new WeakMap();
// What `util.promisify` makes of a timer.
const PROMISIFIED = Symbol.for('nodejs.util.promisify.custom');

let depth = 0;
// What is to be done, by the timer that it concerns.
let later = new Map();
// Whose the timers are that are set now.
let task = { dropped: false };

/** A task begins. */
export function beginTask() {
  task = { dropped: false };
}

/** The timers that the running task has set will do nothing: what waits for them has been interrupted. */
export function dropTimers() {
  task.dropped = true;
  beginTask();
}

/** Code that can be interrupted begins. */
export function hold() {
  depth++;
}

/** It has ended: timers are set and cleared as it wished. */
export function release() {
  if (--depth > 0 || later.size === 0) return;
  const due = later;
  later = new Map();
  for (const act of due.values()) act();
}

/** Lets all code use such timers. */
export function steadyTimers() {
  install('setTimeout', (callback, after, ...args) => set(setTimeout, false, callback, after, args), setTimeout);
  install('setInterval', (callback, after, ...args) => set(setInterval, true, callback, after, args), setInterval);
  install('setImmediate', immediate, setImmediate);
  install('clearTimeout', (timer) => clear(timer, clearTimeout, clearTimeout), clearTimeout);
  install('clearInterval', (timer) => clear(timer, clearInterval, clearInterval), clearInterval);
  install('clearImmediate', (stand) => clear(stand, () => clearImmediate(immediates.get(stand) ?? stand), () => {}), clearImmediate);
  for (const name of ['setTimeout', 'setImmediate']) {
    const original = promises[name];
    promises[name] = (...args) => unlessDropped(depth === 0 ? original(...args)
      : new Promise((resolve) => later.set(resolve, () => resolve(original(...args)))));
  }
  const { setInterval: ticks } = promises;
  promises.setInterval = (...args) => untilDropped(ticks(...args), task);
  promises.scheduler.wait = (after, options) => promises.setTimeout(after, undefined, options);
  promises.scheduler.yield = () => promises.setImmediate();
  syncBuiltinESMExports();
}

/** A promise that stays open if the task has been interrupted when it is settled. */
function unlessDropped(promise) {
  const owner = task;
  return new Promise((resolve, reject) => {
    promise.then((value) => owner.dropped || resolve(value), (error) => owner.dropped || reject(error));
  });
}

/** Ticks that stop coming when their task has been interrupted. */
async function* untilDropped(ticks, owner) {
  for await (const tick of ticks) {
    if (owner.dropped) break;
    yield tick;
  }
  if (owner.dropped) await new Promise(() => {});
}

/** What a timer calls, unless its task has been interrupted. */
function called(callback) {
  const owner = task;
  return function call(...args) {
    if (owner.dropped) clearTimeout(this);
    else callback.apply(this, args);
  };
}

function set(original, repeats, callback, after, args) {
  if (typeof callback !== 'function') return original(callback, after, ...args);
  if (depth === 0) return original(called(callback), after, ...args);
  const timer = new Timeout(called(callback), after, args.length > 0 ? args : undefined, repeats, true);
  // This sets it.
  later.set(timer, () => timer.refresh());
  return timer;
}

function immediate(callback, ...args) {
  if (typeof callback !== 'function') return setImmediate(callback, ...args);
  const call = called(callback);
  if (depth === 0) return setImmediate(call, ...args);
  const stand = Object.create(ImmediatePrototype);
  later.set(stand, () => immediates.set(stand, setImmediate(call, ...args)));
  return stand;
}

/** `take` clears what has been set; `drop` what has not been yet, and is in no book of Node. */
function clear(timer, take, drop) {
  if (depth === 0) take(timer);
  else if (later.delete(timer)) drop(timer);
  else later.set(timer, () => take(timer));
}

function cleared(timer, clearIt) {
  clearIt(timer);
  return timer;
}

function install(name, fun, original) {
  const { name: _, length, [PROMISIFIED]: promisified, ...rest } = Object.getOwnPropertyDescriptors(original);
  Object.defineProperties(fun, { ...rest, name: { value: name, configurable: true }, length });
  // Node's own gives the promise that it has made itself.
  if (promisified) Object.defineProperty(fun, PROMISIFIED, { get: () => promises[name] });
  for (const owner of [timers, globalThis]) owner[name] = fun;
}
