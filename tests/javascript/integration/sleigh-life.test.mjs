import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NwsServer, nwsFile, Sleigh } from '../kit/nws.mjs';
import { directoryWith, runNode } from '../kit/programs.mjs';
import '../kit/server.mjs';

const DYING = fileURLToPath(new URL('../kit/dying-worker.mjs', import.meta.url));

/** A Sleigh whose workers can be made to die as soon as they are started. */
async function mortalSleigh(t, workerCount) {
  const directory = await directoryWith(t, {});
  const deadly = join(directory, 'deadly');
  const { NWS_CLI: command } = process.env;
  Object.assign(process.env, { NWS_CLI: DYING, NWS_TEST_DEADLY: deadly });
  const sleigh = await Sleigh.start({ workerCount });
  t.after(async () => {
    await sleigh.stop();
    process.env.NWS_CLI = command;
  });
  return { sleigh, poison: () => writeFile(deadly, '') };
}

const isRunning = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits for the end of a process that is not our child; the server notices it, too, so its answers pace the wait. */
async function ended(pid, server) {
  while (isRunning(pid)) await server.listWss({ name: '' });
}

test('a replaced worker knows what was defined before', { timeout: 180_000 }, async (t) => {
  const { sleigh } = await mortalSleigh(t, 2);
  const base = 10;
  class Point { constructor(x) { this.x = x; } }
  const shifted = (x) => new Point(x + offset).x;
  await sleigh.define('const offset = 100;');
  await sleigh.define(Point, shifted);
  for (const { pid } of await sleigh.workerInfo()) process.kill(pid, 'SIGKILL');
  assert.deepEqual(await sleigh.eachElem((x, y) => shifted(x) + y, [1, 2, 3, 4], base), [111, 112, 113, 114]);
  assert.deepEqual(await sleigh.eachWorker(() => shifted(0)), [100, 100]);
  assert.deepEqual(await sleigh.status({ timeout: 30 }), { workers: 2, closed: true });
});

test('a worker that cannot be replaced is answered for; others go on', { timeout: 180_000 }, async (t) => {
  const { sleigh, poison } = await mortalSleigh(t, 2);
  await poison();
  const waiting = sleigh.eachWorker(() => globalThis.SleighUserNws.find('go'));
  const [{ pid }] = await sleigh.workerInfo();
  process.kill(pid, 'SIGKILL');
  const both = new Promise((resolve) => { waiting.then(resolve); });
  await sleigh.userNws.store('go', 'gone');
  const [lost, other] = await both;
  assert.equal(lost.remoteType, 'WorkerLost');
  assert.match(lost.remoteMessage, /^On this machine: Worker process \d+ ended with exit code 7\. Its last lines:\nout of coffee$/);
  assert.deepEqual([lost.rank, lost.tag, other], [0, 0, 'gone']);
  const [again, fine] = await sleigh.eachWorker('SleighRank');
  assert.deepEqual([again.remoteType, fine], ['WorkerLost', 1]);
  assert.deepEqual(await sleigh.eachElem((x) => x, [1, 2, 3]), [1, 2, 3]);
  assert.deepEqual(await sleigh.status(), { workers: 1, closed: true });
});

test('without any worker left, calls fail and say what the last one said', { timeout: 180_000 }, async (t) => {
  const { sleigh, poison } = await mortalSleigh(t, 1);
  await poison();
  const waiting = assert.rejects(sleigh.eachElem(() => new Promise(() => {}), [1]),
    { name: 'SleighException', message: /^no worker is left\. On this machine: Worker process \d+ ended with exit code 7\..*out of coffee/s });
  const iterator = sleigh.imap(() => new Promise(() => {}), [1]);
  const iterating = assert.rejects(iterator.next(), /no worker is left/);
  process.kill((await sleigh.workerInfo())[0].pid, 'SIGKILL');
  await Promise.all([waiting, iterating]);
  await assert.rejects(sleigh.eachElem((x) => x, [1]), /no worker is left/);
  // Nothing of the calls waits any more, so a program that ends here does end.
  while ((await sleigh.nws.listVars()).some(({ fetchers }) => fetchers > 0));
});

test('a task that takes worker after worker with it fails by itself', { timeout: 180_000 }, async (t) => {
  const sleigh = await Sleigh.start({ workerCount: 1 });
  t.after(() => sleigh.stop());
  // The kernel ends with its worker: unless the fetch is confirmed before, at the end of this turn, the value goes back.
  const deadly = `async (x) => {
    if (x === 1) return x;
    const pid = await SleighUserNws.fetch('pid');
    await new Promise(setImmediate);
    process.kill(pid, 'SIGKILL');
    await new Promise(() => {});
  }`;
  const calls = sleigh.eachElem(deadly, [0, 1], [], { type: 'invoke' });
  let ended = false;
  calls.finally(() => { ended = true; });
  for (let victims = 0; victims < 5; victims++) {
    const { workers } = await sleigh.status({ timeout: 30 });
    assert.equal(workers, 1);
    const [{ pid }] = await sleigh.workerInfo();
    await sleigh.userNws.store('pid', pid);
    while (!ended && (await sleigh.workerInfo())[0].pid === pid) await sleigh.status({ timeout: 30 });
  }
  const [failed, fine] = await calls;
  assert.equal(failed.remoteType, 'WorkerLost');
  assert.match(failed.remoteMessage, /given to 5 workers/);
  assert.match(failed.remoteStack, /^On this machine: Worker process \d+ ended with exit code 137 \(signal 9\)\./m);
  assert.equal(fine, 1);
});

test('a call that is aborted ends its tasks', { timeout: 180_000 }, async (t) => {
  const sleigh = await Sleigh.start({ workerCount: 1 });
  t.after(() => sleigh.stop());
  const aborter = new AbortController();
  const call = sleigh.eachElem((x) => globalThis.SleighUserNws.fetch('step'), [1, 2, 3, 4], [], { signal: aborter.signal });
  const aborted = assert.rejects(call, { name: 'AbortError' });
  const other = sleigh.eachElem((x) => x, [5, 6]);
  aborter.abort();
  await aborted;
  await sleigh.userNws.store('step', 1);
  assert.deepEqual(await other, [5, 6]);
  await assert.rejects(sleigh.eachElem((x) => x, [1], [], { signal: aborter.signal }), { name: 'AbortError' });
});

test('the first failed element is thrown if that is wanted', { timeout: 180_000 }, async (t) => {
  const sleigh = await Sleigh.start({ workerCount: 1 });
  t.after(() => sleigh.stop());
  const fail = (x) => {
    const cause = new TypeError('inner', { cause: new Error('innermost') });
    if (x > 1) throw new RangeError(`bad ${x}`, { cause });
    return x;
  };
  const call = sleigh.eachElem(fail, [1, 2, 3], [], { collectErrors: false });
  await assert.rejects(call, (error) => {
    assert.deepEqual([error.name, error.message, error.tag, error.rank],
      ['SleighTaskException', 'RangeError: bad 2', 1, 0]);
    assert.deepEqual([error.cause.name, error.cause.type, error.cause.message], ['NwsRemoteError', 'TypeError', 'inner']);
    assert.equal(error.cause.cause.message, 'innermost');
    assert.match(error.remoteStack, /at <task>:3:/);
    return true;
  });
});

test('an accumulator may be an object that tells results from errors, and has a value', { timeout: 180_000 }, async (t) => {
  const sleigh = await Sleigh.start({ workerCount: 1 });
  t.after(() => sleigh.stop());
  const accumulator = {
    sum: 0, failed: [],
    result(values) { for (const value of values) this.sum += value; },
    error(errors, indexes) { this.failed.push([errors[0].remoteType, indexes[0]]); },
    value() { return [this.sum, this.failed]; },
  };
  const run = (x) => { if (x === 2) throw new RangeError('bad'); return x; };
  assert.deepEqual(await sleigh.eachElem(run, [1, 2, 3], [], { accumulator }), [4, [['RangeError', 1]]]);
});

test('functions of modules go by their names', { timeout: 180_000 }, async (t) => {
  const directory = await directoryWith(t, {
    'tasks.mjs': "import { cpus } from 'node:os'; const ratio = 3; export const area = (x) => (cpus(), x * ratio);",
  });
  const { area } = await import(join(directory, 'tasks.mjs'));
  const sleigh = await Sleigh.start({ workerCount: 1, modulePath: directory });
  t.after(() => sleigh.stop());
  await assert.rejects(sleigh.eachElem(area, [1]), { name: 'SleighIllegalValueException', captured: ['cpus', 'ratio'] });
  assert.deepEqual(await sleigh.eachElem('tasks.area', [1, 2], [], { type: 'invoke' }), [3, 6]);
  assert.deepEqual(await sleigh.eachElem(async (x) => (await import('tasks.mjs')).area(x), [3]), [9]);
  assert.deepEqual(await sleigh.eachElem(basename, ['/a/b', '/c']), ['b', 'c']);
});

test('the workers of a program that is killed end', { timeout: 180_000 }, async (t) => {
  const directory = await directoryWith(t, {
    'master.mjs': `import { Sleigh } from '${nwsFile('index.mjs')}';
      const sleigh = await Sleigh.start({ workerCount: 2 });
      console.log(JSON.stringify((await sleigh.workerInfo()).map(({ pid }) => pid)));
      await sleigh.eachElem(() => new Promise(() => {}), [1, 2]);`,
  });
  const server = await NwsServer.connect();
  t.after(() => server.close());
  for (const signal of ['SIGKILL', 'SIGINT']) {
    const master = spawn(process.execPath, [join(directory, 'master.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(master.stdout), 'line');
    const over = once(master, 'exit');
    master.kill(signal);
    await over;
    for (const pid of JSON.parse(line)) await ended(pid, server);
  }
});

test('a program that stops its Sleigh, or forgets to, ends', { timeout: 180_000 }, async (t) => {
  const program = (end) => `import { Sleigh } from '${nwsFile('index.mjs')}';
    const sleigh = new Sleigh({ workerCount: 1 });
    console.log(await sleigh.eachElem((x) => x + 1, [1]));
    const pending = await sleigh.eachElem((x) => x, [1], [], { blocking: false });
    for await (const y of sleigh.imap((x) => x, [1, 2, 3])) if (y === 2) break;
    await sleigh.imap((x) => x, [1, () => 2]).next().catch(() => {});
    ${end}`;
  const directory = await directoryWith(t, {
    'stops.mjs': program('await sleigh.stop();'),
    'exits.mjs': program('process.exit(0);'),
    'forgets.mjs': program(''),
  });
  for (const name of ['stops.mjs', 'exits.mjs', 'forgets.mjs']) {
    const { code, stdout, stderr } = await runNode([join(directory, name)]);
    assert.deepEqual([name, code, stdout, stderr], [name, 0, '[ 2 ]\n', '']);
  }
});

test('a call of each worker is answered by the replacement of one that is frozen', { timeout: 120_000 }, async () => {
  const sleigh = new Sleigh({ workerCount: 2 });
  await sleigh.start();
  const pidOf = async (rank) => (await sleigh.workerInfo()).find((worker) => worker.rank === rank).pid;
  const frozen = await pidOf(1);
  process.kill(frozen, 'SIGSTOP');
  assert.deepEqual(await sleigh.eachWorker('SleighRank'), [0, 1]);
  assert.notEqual(await pidOf(1), frozen);
  await sleigh.stop();
});
