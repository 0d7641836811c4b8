import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NwsServer } from './nws.mjs';

if (!process.env.NWS_SERVER) {
  throw new Error('These tests need a server: start one (nws serve) and set NWS_SERVER to its host:port.');
}

// Workers are those of the real command if there is one, else those of the kit.
if (!process.env.NWS_CLI) {
  process.env.NWS_CLI = fileURLToPath(new URL('worker.mjs', import.meta.url));
  chmodSync(process.env.NWS_CLI, 0o755);
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
