import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { decode, encode, nwsFile } from './nws.mjs';

const { FrameAssembler } = await import(nwsFile('kernel/frame-assembler.mjs'));
const TOKEN = 'one-time';

/** A host with one kernel, as docs/kernels.md describes them. */
export class KernelHost {
  #waiting = new Map();
  #nextId = 1;
  #sockets = [];
  #stopped = false;

  /** What the kernel printed: `[stream, text]`, in order. */
  output = [];

  /**
   * Starts a kernel and waits until it is ready.
   * @param {object} [options] of `spawn`
   * @returns {Promise<KernelHost>}
   */
  static async start(options = {}) {
    const host = new KernelHost();
    const server = createServer((socket) => host.#connected(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const env = { ...process.env, ...options.env, NWS_KERNEL: `127.0.0.1:${server.address().port}`, NWS_KERNEL_TOKEN: TOKEN };
    const kernel = fileURLToPath(nwsFile('kernel.mjs'));
    host.process = spawn(process.execPath, [kernel], { stdio: 'inherit', ...options, env });
    host.exited = once(host.process, 'exit');
    host.exited.then(() => server.close());
    const ready = new Promise((resolve) => { host.onReady = resolve; });
    const ended = host.exited.then(([code]) => { throw new Error(`the kernel ended with ${code} before it was ready`); });
    ended.catch(() => {});
    host.ready = await Promise.race([ready, ended]);
    return host;
  }

  /**
   * @param {string} method
   * @param {...*} params
   * @returns {Promise<*>} the result
   * @throws {object} the error record
   */
  request(method, ...params) {
    const id = this.#nextId++;
    this.send(encode([0, id, method, params]));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /**
   * @param {Uint8Array} body of a frame
   * @param {import('node:net').Socket} [socket] where to; the channel by default
   */
  send(body, socket = this.socket) {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(body.length);
    socket.write(Buffer.concat([header, body]));
  }

  /** What the kernel printed to one stream so far. */
  printed(stream) {
    return this.output.filter(([name]) => name === stream).map(([, text]) => text).join('');
  }

  /** Closes channel and life line, as the end of a host does, and waits for the end of the kernel. */
  async stop() {
    this.#stopped = true;
    for (const socket of this.#sockets) socket.destroy();
    await this.exited;
  }

  #connected(socket) {
    if (this.#stopped) socket.destroy();
    this.#sockets.push(socket);
    const frames = new FrameAssembler((body) => this.#receive(decode(body), socket));
    socket.on('data', (chunk) => frames.add(chunk));
    socket.on('error', () => {});
  }

  #receive([kind, ...rest], socket) {
    if (kind === 2) this.#notified(...rest, socket);
    else this.#answered(...rest);
  }

  #notified(method, params, socket) {
    if (method === 'output') {
      this.output.push(params);
      this.onOutput?.(params);
    } else if (method === 'part') {
      this.onPart?.(params);
    } else if (method === 'lifeline' && params[0] === TOKEN) {
      this.send(encode([2, 'held', []]), socket);
      this.onLifeLine?.();
    } else {
      this.socket = socket;
      this.onReady({ method, token: params[0], ...params[1] });
    }
  }

  #answered(id, error, result) {
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === null) resolve(result);
    else reject(error);
  }
}
