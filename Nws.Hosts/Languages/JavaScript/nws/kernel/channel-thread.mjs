import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { FrameAssembler } from './frame-assembler.mjs';

const { host, port, backlog } = workerData;
const frames = new FrameAssembler((body) => parentPort.postMessage(body, [body.buffer]));
const socket = connect({ host, port, noDelay: true });

socket.on('data', (chunk) => frames.add(chunk));
socket.on('error', (error) => process.stderr.write(`The connection to the host failed: ${error.message}\n`));
// The main thread may be in an endless loop, so it is not asked: without a host there is nobody to work for.
socket.on('close', () => process.kill(process.pid, 'SIGKILL'));

parentPort.on('message', (frame) => socket.write(frame, () => {
  Atomics.sub(backlog, 0, frame.length);
  Atomics.notify(backlog, 0);
}));
