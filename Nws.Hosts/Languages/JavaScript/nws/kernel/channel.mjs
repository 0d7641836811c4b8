import { connect } from 'node:net';
import { framed, FrameAssembler } from './frame-assembler.mjs';

const READ_SIZE = 64 * 1024;
const { WriteWrap } = process.binding('stream_wrap');
const { kill, pid } = process;

/**
 * The kernel's connection to its host: frames in both directions, on the thread of the tasks. What is sent is handed to the system at
 * once and as a whole: if the host does not read, the task that prints waits, and no interrupt tears a frame. (On Windows the
 * connection cannot be made to wait; there, frames that the host has not read are kept in memory.)
 */
export class Channel {
  #handle;
  #connected;
  #listener;
  #early = [];

  /** @param {string} address `host:port` of the host */
  constructor(address) {
    const [host, port] = address.split(':');
    const frames = new FrameAssembler((body) => this.#listener ? this.#listener(body) : this.#early.push(body));
    const onread = {
      buffer: new Uint8Array(READ_SIZE),
      callback: (count, buffer) => {
        frames.add(count < READ_SIZE ? buffer.subarray(0, count) : buffer);
        return count < READ_SIZE || this.#readOnLater(socket);
      },
    };
    const socket = connect({ host, port: Number(port), noDelay: true, onread });
    this.#connected = new Promise((resolve) => { socket.once('connect', () => resolve(this.#open(socket))); });
    socket.on('error', (error) => process._rawDebug(`The connection to the host failed: ${error.message}`));
    // Without a host there is nobody to work for, nor anybody to ask.
    socket.on('close', () => kill(pid, 'SIGKILL'));
  }

  /** Completes when frames can be sent. */
  get connected() {
    return this.#connected;
  }

  /**
   * Calls back for every frame that arrives.
   * @param {(body: Uint8Array) => void} listener
   */
  listen(listener) {
    this.#listener = listener;
    for (const body of this.#early.splice(0)) listener(body);
  }

  /**
   * Sends one frame; waits until the host has read most of what was sent earlier.
   * @param {Uint8Array} body
   */
  send(body) {
    const frame = framed(body);
    const request = new WriteWrap();
    // A request whose frame could not leave at once holds it until it has.
    request.frame = frame;
    request.oncomplete = forget;
    // Straight to the system: the machinery of streams would be torn by an interrupt. If the connection is broken, its reading side knows.
    this.#handle.writeBuffer(request, frame);
  }

  #open(socket) {
    this.#handle = socket._handle;
    this.#handle.setBlocking(true);
  }

  /** A full buffer may have been all there is: to read on at once would be to wait for more, and do nothing else. */
  #readOnLater(socket) {
    setImmediate(() => socket._handle?.readStart());
    return false;
  }
}

function forget() {}
