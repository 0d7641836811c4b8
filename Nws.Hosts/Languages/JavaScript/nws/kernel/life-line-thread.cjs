/** Waits for nothing but the end of the host. Not an ES module: with those, a thread takes longer to begin. */
const { Socket } = require('node:net');
const { workerData } = require('node:worker_threads');

const LOOK_EVERY_MS = 1000;

// The main thread may be in an endless loop, so it is not asked: without a host there is nobody to work for.
function end() {
  process.kill(process.pid, 'SIGKILL');
}

function wait(number) {
  let held = false;
  const socket = new Socket({ fd: number });
  socket.on('data', () => { held = true; });
  socket.on('error', () => {});
  socket.on('close', () => held ? end() : look());
}

/** The host has let go without having held, or there is no number for the connection (Windows). */
function look() {
  setInterval(() => hostIsGone() && end(), LOOK_EVERY_MS);
}

function hostIsGone() {
  if (process.ppid !== workerData.parent) return true;
  try {
    return !process.kill(workerData.parent, 0);
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

if (workerData.socket < 0) look();
else wait(workerData.socket);
