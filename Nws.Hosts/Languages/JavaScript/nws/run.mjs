/**
 * Runs a script as `node FILE [args]` would, with Nws at hand: the globals `ws` (a workspace: `NWS_WS`, else
 * `__default`), `server`, `sleigh`, `NetWorkSpace`, `NwsServer` and `Sleigh`, and `import ... from 'nws'`. Nothing
 * connects before it is used.
 */
import { existsSync } from 'node:fs';
import Module from 'node:module';
import { resolve } from 'node:path';
import * as nws from './index.mjs';
import { makeImportable } from './run/importable.mjs';
import * as farm from './sleigh.mjs';

const [, , file, ...args] = process.argv;
if (!file || !existsSync(file)) {
  process.stderr.write(file ? `There is no file '${file}'.\n` : 'Usage: node run.mjs FILE [argument ...]\n');
  process.exit(1);
}

const place = (file) => new URL(file, import.meta.url).href;
makeImportable(new Map([
  ['nws', { url: place('index.mjs'), module: nws }],
  ['nws/sleigh', { url: place('sleigh.mjs'), module: farm }],
]));
const server = new nws.NwsServer();
const sleigh = new nws.Sleigh();
const globals = {
  server,
  nws: server,
  sleigh,
  // As its owner the script would take the workspace with it when it ends.
  ws: server.workspace(process.env.NWS_WS || '__default', { useUse: true }),
  NetWorkSpace: nws.NetWorkSpace,
  NwsServer: nws.NwsServer,
  Sleigh: nws.Sleigh,
};
for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
process.once('beforeExit', () => sleigh.stop());

process.argv = [process.argv[0], resolve(file), ...args];
Module.runMain();
