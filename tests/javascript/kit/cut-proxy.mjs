import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Stands between clients and a server and loses connections, as a network does. */
export class CutProxy {
  #listener;
  #target;
  #sockets = new Set();
  #left = Infinity;

  /** Whether connections can be made. */
  open = true;

  /** How many were made. */
  connections = 0;

  /** How many bytes have passed. */
  bytes = 0;

  /**
   * @param {import('node:test').TestContext} t ends it
   * @param {string} [address] the server's
   */
  static async start(t, address = process.env.NWS_SERVER) {
    const proxy = new CutProxy();
    proxy.leadTo(address);
    proxy.#listener = createServer((client) => proxy.#pass(client)).listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    t.after(() => {
      proxy.close();
      proxy.#listener.close();
    });
    return proxy;
  }

  /** From now on new connections lead to another server. */
  leadTo(address) {
    this.#target = { host: address.slice(0, address.lastIndexOf(':')), port: Number(address.split(':').at(-1)) };
  }

  get port() {
    return this.#listener.address().port;
  }

  /** Loses the connections once so many bytes more have passed, in both directions together. */
  cutAfter(count) {
    this.#left = count;
  }

  /** Loses all connections. */
  cut() {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#sockets.clear();
  }

  /** Loses all connections and lets none be made until `open` is true again. */
  close() {
    this.open = false;
    this.cut();
  }

  #pass(client) {
    if (!this.open) {
      client.on('error', () => {}).resetAndDestroy();
      return;
    }
    this.connections++;
    const server = connect({ ...this.#target, noDelay: true });
    client.setNoDelay(true);
    for (const [from, to] of [[client, server], [server, client]]) {
      this.#sockets.add(from);
      from.on('data', (data) => this.#forward(data, to));
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => this.#sockets.delete(from));
    }
  }

  #forward(data, to) {
    const passed = Math.min(data.length, this.#left);
    this.#left -= passed;
    this.bytes += passed;
    if (passed === data.length) {
      to.write(data);
      return;
    }
    this.#left = Infinity;
    to.write(data.subarray(0, passed), () => this.cut());
  }
}
