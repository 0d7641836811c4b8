import { once } from 'node:events';
import { createServer } from 'node:net';
import { decode, encode, nwsFile, NwsServer } from './nws.mjs';

const { MessageScanner } = await import(nwsFile('client/message-scanner.mjs'));

/** A server that does what the test says: it greets clients, and leaves all other requests to the test. */
export class FakeServer {
  #server;
  #messages = [];
  #waiting = [];
  #sockets = [];

  /** What `hello` is answered with; null leaves it unanswered, a code refuses it. */
  greeting = { protocol: 1, server: 'fake', session: 1, limits: { value: 1000, pending: 3 } };

  /**
   * Starts a server for the time of a test.
   * @param {import('node:test').TestContext} t
   * @returns {Promise<FakeServer>}
   */
  static async start(t) {
    const fake = new FakeServer();
    fake.#server = createServer((socket) => fake.#accept(socket)).listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    t.after(() => fake.stop());
    return fake;
  }

  /** Its `host:port`. */
  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  /** A client of it, and a workspace that is open there. */
  async workspace() {
    const server = new NwsServer({ address: this.address, token: 'secret' });
    const opening = server.openWs('ws');
    (await this.next('open')).reply({});
    return opening;
  }

  /**
   * The next message from the client, which must be this one.
   * @param {string} method
   * @returns {Promise<{params: Array, reply: (result: *) => void, refuse: (code: string, message: string) => void}>}
   */
  async next(method) {
    const message = this.#messages.shift() ?? await new Promise((resolve) => this.#waiting.push(resolve));
    if (message.method !== method) throw new Error(`the client sent ${message.method} rather than ${method}`);
    return message;
  }

  /** Messages that arrived and were not asked for. */
  get unread() {
    return this.#messages.map(({ method }) => method);
  }

  /** Says something to the clients. */
  send(...bytes) {
    for (const socket of this.#sockets) bytes.forEach((part) => socket.write(part));
  }

  /** Ends all connections. */
  hangUp() {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop() {
    this.hangUp();
    this.#server.close();
  }

  #accept(socket) {
    this.#sockets.push(socket);
    socket.on('error', () => {});
    const scanner = new MessageScanner((bytes) => this.#receive(socket, decode(bytes)));
    socket.on('data', (chunk) => scanner.add(chunk));
  }

  #receive(socket, message) {
    const [id, method, params] = message[0] === 0 ? message.slice(1) : [undefined, ...message.slice(1)];
    const answer = (error, result) => socket.write(encode([1, id, error, result]));
    const request = {
      method, params,
      reply: (result) => answer(null, result),
      refuse: (code, text = code) => answer({ code, message: text }, null),
    };
    if (method === 'hello') this.#greet(request);
    else if (this.#waiting.length > 0) this.#waiting.shift()(request);
    else this.#messages.push(request);
  }

  #greet(request) {
    this.hello = request.params[0];
    if (typeof this.greeting === 'string') request.refuse(this.greeting, 'wrong token');
    else if (this.greeting) request.reply(this.greeting);
  }
}
