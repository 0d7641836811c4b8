import { InterruptedError } from './interruption.mjs';
import { taskError } from './task-error.mjs';

/**
 * Keeps a task from ending the kernel by `process.exit` or by an error in something it left running.
 * @param {(error: *) => boolean} fail ends the task that is waited for with an error nobody has caught; false if there is no such task
 */
export function guardProcess(fail) {
  process.exit = (code) => {
    throw new Error(`process.exit(${code ?? ''}) was called: a task ends by returning or throwing`);
  };
  process.on('uncaughtException', (error) => fail(error) || report('Uncaught', error));
  process.on('unhandledRejection', (reason) => {
    // What an interrupted task had asked for besides what it waited for.
    if (reason instanceof InterruptedError) return;
    if (!fail(reason)) report('Uncaught (in promise)', reason);
  });
}

function report(prefix, thrown) {
  const { type, message, stack } = taskError(thrown);
  process.stderr.write(`${prefix} ${type}: ${message}\n${stack && `${stack}\n`}`);
}
