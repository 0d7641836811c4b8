import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NwsServer } from './nws.mjs';

process.env.NWS_SERVER ||= (await startServer()).address;
process.env.NWS_CLI ||= workerOfTheKit();

/** Starts a server of the real command for this process; it ends with it. */
async function startServer(env = process.env, options = []) {
  const command = process.env.NWS_CLI;
  if (!command) {
    throw new Error('These tests need a server: set NWS_SERVER to its host:port, or NWS_CLI to the path of nws.');
  }
  const args = ['serve', '--port', '0', '--web-port', '0', ...options];
  const server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const stop = () => server.kill();
  process.on('exit', stop);
  const [line] = await once(createInterface(server.stdout), 'line');
  server.unref();
  server.stdout.unref();
  return { address: /listening on ([^,\s]+)/.exec(line)[1], stop };
}

/**
 * Another server, which wants to see a token, for the time of a test.
 * @param {import('node:test').TestContext} t
 * @param {string} token
 * @returns {Promise<{nwsHost: string, nwsPort: number, token: string}>} the options of a Sleigh that uses it
 */
export async function serverWithToken(t, token) {
  const { address, stop } = await startServer({ ...process.env, NWS_TOKEN: token });
  t.after(stop);
  const [nwsHost, port] = address.split(':');
  return { nwsHost, nwsPort: Number(port), token };
}

/**
 * Another server, which speaks TLS, with a certificate of its own.
 * @returns {Promise<{address: string, stop: () => void}>}
 */
export function serverWithTls() {
  const folder = mkdtempSync(join(tmpdir(), 'nws-tls-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  return startServer({ ...process.env, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder }, ['--tls-self-signed']);
}

/** Workers that need nothing but Node, for want of the real command. */
function workerOfTheKit() {
  const path = fileURLToPath(new URL('worker.mjs', import.meta.url));
  chmodSync(path, 0o755);
  return path;
}

/**
 * A new workspace on the server, on a connection of its own, for the time of a test.
 * @param {import('node:test').TestContext} t
 * @returns {Promise<import('./nws.mjs').NetWorkSpace>}
 */
export async function newWorkspace(t) {
  const server = await connect(t);
  return server.openWs(await server.mktempWs('test_%d'));
}

/**
 * Another connection to a workspace.
 * @param {import('node:test').TestContext} t
 * @param {import('./nws.mjs').NetWorkSpace} ws
 * @returns {Promise<import('./nws.mjs').NetWorkSpace>}
 */
export async function sameWorkspace(t, ws) {
  return (await connect(t)).useWs(ws.currentWs());
}

/**
 * A connection to the server, for the time of a test.
 * @param {import('node:test').TestContext} t
 * @returns {Promise<NwsServer>}
 */
export async function connect(t) {
  const server = await NwsServer.connect();
  t.after(() => server.close());
  return server;
}

/**
 * Waits until a variable has so many blocked requests.
 * @param {import('./nws.mjs').NetWorkSpace} ws
 * @param {string} varName
 * @param {number} count
 */
export async function waiters(ws, varName, count) {
  for (;;) {
    const variable = (await ws.listVars()).find(({ name }) => name === varName);
    if (variable && variable.fetchers + variable.finders === count) return;
  }
}
