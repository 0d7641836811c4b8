/**
 * Waits for SIGINT, of which Node tells a thread only by ending the code that runs on it; of several threads the one that
 * began last. So this thread hears of a signal exactly when the main thread runs no code that it should end.
 */
import { Script } from 'node:vm';
import { parentPort, workerData as running } from 'node:worker_threads';

// While one level tells of a signal, those around it keep the signal from ending the process.
const LEVELS = 4;
const OPTIONS = { breakOnSigint: true };
// Longer than the quarter of a second after which a host signals again.
const REST = 400;
const HEARD = 2;
const never = new Int32Array(new SharedArrayBuffer(4));
const runner = new Script('level()');

function nested(level) {
  const innermost = level === LEVELS;
  if (innermost) parentPort.postMessage('armed');
  for (;;) {
    // Set anew each time: a level within has changed it.
    globalThis.level = innermost ? wait : () => nested(level + 1);
    try {
      runner.runInThisContext(OPTIONS);
    } catch {
      tell(innermost);
    }
  }
}

function wait() {
  Atomics.wait(never, 0, 0);
}

/**
 * The main thread may have begun code since the signal came. If this thread waited for signals again, it would be the one
 * that began last, and get all that are meant for that code, which may never end. So it rests until the main thread, which
 * runs no code then, has heard of the signal. Another signal that is told here meanwhile shows that there is no such code.
 */
function tell(rests) {
  const heard = Atomics.load(running, HEARD);
  const task = Atomics.load(running, 0);
  Atomics.store(running, 1, task);
  parentPort.postMessage(task);
  if (rests) Atomics.wait(running, HEARD, heard, REST);
}

nested(1);
