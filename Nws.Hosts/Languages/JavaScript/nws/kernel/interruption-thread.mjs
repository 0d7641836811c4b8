/**
 * Waits for SIGINT, of which Node tells a thread only by ending the code that runs on it; of several threads the one that
 * began last. So this thread hears of a signal exactly when the main thread runs no code that it should end.
 */
import { Script } from 'node:vm';
import { parentPort, workerData as running } from 'node:worker_threads';

// While one level tells of a signal, those around it keep the signal from ending the process.
const LEVELS = 4;
const OPTIONS = { breakOnSigint: true };
const never = new Int32Array(new SharedArrayBuffer(4));
const runner = new Script('level()');

function wait() {
  Atomics.wait(never, 0, 0);
}

function nested(level) {
  globalThis.level = level === LEVELS ? armed : () => nested(level + 1);
  endlessly(() => runner.runInThisContext(OPTIONS));
}

function armed() {
  globalThis.level = wait;
  parentPort.postMessage('armed');
  endlessly(() => runner.runInThisContext(OPTIONS));
}

function endlessly(step) {
  for (;;) {
    try {
      step();
    } catch {
      const task = Atomics.load(running, 0);
      Atomics.store(running, 1, task);
      parentPort.postMessage(task);
    }
  }
}

nested(1);
