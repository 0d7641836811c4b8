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

  /** What the kernel printed: `[stream, text]`, in order. */
  output = [];

  /**
   * Starts a kernel and waits until it is ready.
   * @param {object} [options] of `spawn`
   * @returns {Promise<KernelHost>}
   */
  static async start(options = {}) {
    const host = new KernelHost();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const env = { ...process.env, ...options.env, NWS_KERNEL: `127.0.0.1:${server.address().port}`, NWS_KERNEL_TOKEN: TOKEN };
    const kernel = fileURLToPath(nwsFile('kernel.mjs'));
    host.process = spawn(process.execPath, [kernel], { stdio: 'inherit', ...options, env });
    host.exited = once(host.process, 'exit');
    const ready = new Promise((resolve) => { host.onReady = resolve; });
    const ended = host.exited.then(([code]) => { throw new Error(`the kernel ended with ${code} before it was ready`); });
    ended.catch(() => {});
    [host.socket] = await Promise.race([once(server, 'connection'), ended]);
    server.close();
    const frames = new FrameAssembler((body) => host.#receive(decode(body)));
    host.socket.on('data', (chunk) => frames.add(chunk));
    host.socket.on('error', () => {});
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

  /** @param {Uint8Array} body of a frame */
  send(body) {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(body.length);
    this.socket.write(Buffer.concat([header, body]));
  }

  /** What the kernel printed to one stream so far. */
  printed(stream) {
    return this.output.filter(([name]) => name === stream).map(([, text]) => text).join('');
  }

  /** Closes the channel and waits for the end of the kernel. */
  async stop() {
    this.socket.destroy();
    await this.exited;
  }

  #receive([kind, ...rest]) {
    if (kind === 2) this.#notified(...rest);
    else this.#answered(...rest);
  }

  #notified(method, params) {
    if (method === 'output') {
      this.output.push(params);
      this.onOutput?.(params);
    } else {
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
