#!/usr/bin/env node
// A worker as FARM.md describes it, for tests of the master: `worker --server HOST:PORT --sleigh WS --user WS2`.
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { NwsServer, nwsFile } from './nws.mjs';

const { Evaluator } = await import(nwsFile('kernel/evaluator.mjs'));
const { FunctionResolver } = await import(nwsFile('kernel/function-resolver.mjs'));
const { ModuleLoader } = await import(nwsFile('kernel/module-loader.mjs'));
const { taskError } = await import(nwsFile('kernel/task-error.mjs'));

const text = { type: 'string' };
const { values: options, positionals } = parseArgs({
  options: {
    server: text, sleigh: text, user: text, 'module-path': text, place: text, 'working-dir': text, 'log-dir': text,
    tag: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
if (positionals[0] !== 'worker') throw new Error(`unknown command ${positionals[0]}`);
const place = options.place === undefined ? null : Number(options.place);

const defined = new Set();
const evaluator = new Evaluator();
const resolver = new FunctionResolver(evaluator, new ModuleLoader());
const actions = {
  eval: (code, args) => evaluator.evaluate(code, args),
  define: (code) => {
    defined.add(code);
    return evaluator.define(code);
  },
  invoke: async (code, args) => (await resolver.resolve(code))(...args),
};

const server = await NwsServer.connect({ address: options.server });
const ws = await server.useWs(options.sleigh, { create: false });
const rank = (await ws.fetch('rank', { lease: true })).value;
Object.assign(globalThis, { SleighRank: rank, SleighUserNws: server.workspace(options.user, { useUse: true }) });
if (rank < 0) throw new Error('too late to join');
await ws.store('joined', {
  rank, place, host: hostname(), pid: process.pid, name: `test@${rank}`, version: '0', tags: options.tag,
});
try {
  for (;;) await work(await ws.fetch([`task@${rank}`, 'task'], { lease: true }));
} catch (error) {
  if (!['no_workspace', 'variable_deleted'].includes(error.code)) throw error;
}
process.exit(0);

async function learn() {
  for await (const { code } of ws.ifindTry('definitions')) {
    if (!defined.has(code)) evaluator.define(code);
    defined.add(code);
  }
}

async function work(delivery) {
  const { job, tag, args } = delivery.value;
  const found = await ws.findTry(`job@${job}`);
  if (!found) return delivery.complete();
  await learn();
  const { type, code, fixed, permute } = found;
  const record = { job, tag, rank, values: [], errors: new Map(), seconds: [] };
  for (const [i, varying] of args.entries()) {
    const all = [...varying, ...fixed];
    try {
      record.values.push(await actions[type](code, permute?.map((position) => all[position]) ?? all));
    } catch (thrown) {
      record.values.push(null);
      record.errors.set(i, taskError(thrown));
    }
    record.seconds.push(0);
  }
  return delivery.complete([[`result@${job}`, record]]);
}
