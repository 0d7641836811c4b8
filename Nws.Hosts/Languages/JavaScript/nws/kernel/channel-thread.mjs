import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { LaneWriter } from './fast-lane.mjs';
import { FrameAssembler } from './frame-assembler.mjs';

const READ_SIZE = 64 * 1024;
const { host, port, backlog } = workerData;
const lane = new LaneWriter(workerData.lane);
const frames = new FrameAssembler((body) => lane.offer(body) || parentPort.postMessage(body, [body.buffer]));
const onread = {
  buffer: new Uint8Array(READ_SIZE),
  callback(count, buffer) {
    frames.add(buffer.subarray(0, count));
    return true;
  },
};
const socket = connect({ host, port, noDelay: true, onread });

// The number with which the main thread writes by itself.
socket.on('connect', () => parentPort.postMessage({ socket: socket._handle?.fd ?? -1 }));
socket.on('error', (error) => process.stderr.write(`The connection to the host failed: ${error.message}\n`));
// The main thread may be in an endless loop, so it is not asked: without a host there is nobody to work for.
socket.on('close', () => process.kill(process.pid, 'SIGKILL'));

parentPort.on('message', (frame) => socket.write(frame, () => {
  Atomics.sub(backlog, 0, frame.length);
  Atomics.notify(backlog, 0);
}));
