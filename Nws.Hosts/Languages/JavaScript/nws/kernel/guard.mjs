import { taskError } from './task-error.mjs';

/**
 * Keeps a task from ending the kernel by `process.exit` or by an error in something it left running, and Ctrl+C from
 * ending more than the task.
 * @param {() => void} interrupt ends the task that is waited for
 */
export function guardProcess(interrupt) {
  process.exit = (code) => {
    throw new Error(`process.exit(${code ?? ''}) was called: a task ends by returning or throwing`);
  };
  process.on('SIGINT', interrupt);
  process.on('uncaughtException', (error) => report('Uncaught', error));
  process.on('unhandledRejection', (reason) => report('Uncaught (in promise)', reason));
}

function report(prefix, thrown) {
  const { type, message, stack } = taskError(thrown);
  process.stderr.write(`${prefix} ${type}: ${message}\n${stack && `${stack}\n`}`);
}
