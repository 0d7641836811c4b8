#!/usr/bin/env node
// A worker as FARM.md describes it, for tests of the master: `worker --server HOST:PORT --sleigh WS --user WS2`.
import { cpus, hostname, platform } from 'node:os';
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

// A worker that is killed is gone at once, as those of `nws` are.
const server = await NwsServer.connect({ address: options.server, grace: 0 });
const ws = await server.useWs(options.sleigh, { create: false });
const rank = (await ws.fetch('rank', { lease: true })).value;
if (rank < 0) throw new Error('too late to join');
Object.assign(globalThis, { SleighRank: rank, SleighUserNws: server.workspace(options.user, { useUse: true }) });
await ws.store('joined', {
  rank, place, host: hostname(), pid: process.pid, name: `test@${rank}`, version: '0', os: platform(), cores: cpus().length,
  tags: [...options.tag].sort(), languages: ['javascript'], since: new Date(),
});
const exported = ws.ifindTry('exports');
let exportsDone = 0;
let element = null;
let printed = Promise.resolve();
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (chunk) => {
    const record = { ...element, stream, text: String(chunk), time: new Date() };
    printed = printed.then(() => ws.store(`output@${rank}`, record));
  };
}
try {
  for (;;) await work(await ws.fetch(variables(), { lease: true }));
} catch (error) {
  if (!['no_workspace', 'variable_deleted'].includes(error.code)) throw error;
}
process.exit(0);

/** Where tasks hang that it may run: for it alone, for workers with some of its tags, more before fewer, for all. */
function variables() {
  const sets = [...options.tag].sort().reduce((all, tag) => [...all, ...all.map((set) => [...set, tag])], [[]]);
  const tagged = sets.filter(({ length }) => length > 0).sort((one, other) => other.length - one.length);
  return [`task@${rank}`, ...tagged.map((set) => `task#${set.join()}`), 'task'];
}

async function learn(exports = 0) {
  for await (const { code } of ws.ifindTry('definitions')) {
    if (!defined.has(code)) evaluator.define(code);
    defined.add(code);
  }
  for (exported.restart(); exportsDone < exports; exportsDone++) {
    const { name, ...content } = (await exported.next()).value;
    if ('value' in content) globalThis[name] = content.value;
    else delete globalThis[name];
  }
}

async function work(delivery) {
  const { job, tag, args } = delivery.value;
  const found = await ws.findTry(`job@${job}`);
  if (!found) return delivery.complete();
  await learn(found.exports);
  const { type, code, fixed, permute, limit = Infinity } = found;
  const record = { job, tag, rank, values: [], errors: new Map(), seconds: [] };
  for (const [i, varying] of args.entries()) {
    const all = [...varying, ...fixed];
    const started = performance.now();
    element = { job, tag: tag + i, attempt: delivery.attempt };
    try {
      const called = actions[type](code, permute?.map((position) => all[position]) ?? all);
      record.values.push(await within(limit, called));
    } catch (thrown) {
      record.values.push(null);
      record.errors.set(i, taskError(thrown));
    }
    record.seconds.push((performance.now() - started) / 1000);
    await printed;
  }
  return delivery.complete([[`result@${job}`, record]]);
}

/** What waits too long is an error; what does not give way cannot be ended here. */
async function within(limit, called) {
  if (limit === Infinity) return called;
  let timer;
  const over = new Promise((_, reject) => {
    const error = Object.assign(new Error(`the element took longer than its limit of ${limit} s`), { name: 'TaskTimeout' });
    timer = setTimeout(() => reject(error), limit * 1000);
  });
  return Promise.race([called, over]).finally(() => clearTimeout(timer));
}
