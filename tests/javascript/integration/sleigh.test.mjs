import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NwsServer, Sleigh, SleighTaskException } from '../kit/nws.mjs';
import '../kit/server.mjs';

const sleigh = new Sleigh({ workerCount: 2 });
test.after(() => sleigh.stop());

test('a function runs on each element', async () => {
  assert.deepEqual(await sleigh.eachElem((x) => x * x, [1, 2, 3]), [1, 4, 9]);
  assert.deepEqual(await sleigh.eachElem((a, b) => [a, b], [[1, 2, 3], ['x', 'y']]), [[1, 'x'], [2, 'y']]);
  assert.deepEqual(await sleigh.eachElem((x) => x, []), []);
});

test('fixed arguments follow, in the order that is wanted', async () => {
  const list = (...args) => args;
  assert.deepEqual(await sleigh.eachElem(list, [1, 2], ['f', 'g']), [[1, 'f', 'g'], [2, 'f', 'g']]);
  assert.deepEqual(await sleigh.eachElem(list, [1], 'f', { argPermute: [1, 0] }), [['f', 1]]);
  assert.deepEqual(await sleigh.eachElem(list, [1, 2], [], { argPermute: [] }), [[], []]);
});

test('code and names of functions run too', async () => {
  assert.deepEqual(await sleigh.eachElem('SleighArguments[0] + 1', [1, 2]), [2, 3]);
  assert.deepEqual(await sleigh.eachElem('Math.sqrt', [4, 9], [], { type: 'invoke' }), [2, 3]);
});

test('every worker runs a task, and results come by rank', async () => {
  assert.deepEqual(await sleigh.eachWorker((x) => [globalThis.SleighRank, x], 'same'), [[0, 'same'], [1, 'same']]);
});

test('what is defined stays', async () => {
  function factorial(n) { return n < 2 ? 1 : n * factorial(n - 1); }
  assert.deepEqual(await sleigh.using({ type: 'define' }).eachWorker(factorial), [null, null]);
  assert.deepEqual(await sleigh.eachElem('factorial(SleighArguments[0])', [3, 4]), [6, 24]);
});

test('a failed task is an exception in the list', async () => {
  const results = await sleigh.eachElem((x) => {
    if (x === 2) throw new RangeError('bad');
    return x;
  }, [1, 2, 3]);
  assert.deepEqual([results[0], results[2]], [1, 3]);
  const failed = results[1];
  assert.ok(failed instanceof SleighTaskException);
  assert.equal(failed.message, 'RangeError: bad');
  assert.deepEqual([failed.remoteType, failed.index, failed.language], ['RangeError', 1, 'javascript']);
  assert.match(failed.remoteStack, /<task>:2:/);
});

test('an accumulator gets results as they come', async () => {
  const seen = new Map();
  const accumulator = (values, indexes) => indexes.forEach((index, i) => seen.set(index, values[i]));
  const options = { accumulator, chunkSize: 2, loadFactor: 1 };
  assert.equal(await sleigh.eachElem((x) => -x, [1, 2, 3, 4, 5], [], options), null);
  assert.deepEqual([...seen].sort(), [[0, -1], [1, -2], [2, -3], [3, -4], [4, -5]]);
});

test('an accumulator that throws fails the call', async () => {
  const accumulator = () => { throw new Error('full'); };
  await assert.rejects(sleigh.eachElem((x) => x, [1, 2], [], { accumulator }), /full/);
  assert.deepEqual(await sleigh.eachElem((x) => x, [1]), [1]);
});

test('a pending job is checked and waited for once', async () => {
  const pending = await sleigh.eachElem((x) => x, [1, 2, 3], [], { blocking: false });
  const other = await sleigh.using({ blocking: false }).eachWorker(() => 'w');
  assert.ok(pending.check() <= 3);
  assert.deepEqual(await other.wait(), ['w', 'w']);
  assert.deepEqual(await pending.wait(), [1, 2, 3]);
  assert.equal(pending.check(), 0);
  await assert.rejects(pending.wait(), { name: 'SleighGatheredException' });
});

test('no task leaves if one cannot', async () => {
  await assert.rejects(sleigh.eachElem((x) => x, [1, () => 1]), {
    name: 'NwsValueError', message: 'element 1: a function cannot be stored, at [0]',
  });
});

test('tasks and the program share a workspace', async () => {
  await sleigh.eachWorker(async () => { await globalThis.SleighUserNws.store('rank', globalThis.SleighRank); });
  assert.deepEqual(new Set([await sleigh.userNws.fetch('rank'), await sleigh.userNws.fetch('rank')]), new Set([0, 1]));
});

test('many tasks are all done, at a time as many as the load factor says', async () => {
  const elements = Array.from({ length: 2000 }, (_, i) => i);
  const results = await sleigh.eachElem((x) => x + 1, elements, [], { loadFactor: 10, chunkSize: 5 });
  assert.deepEqual(results, elements.map((x) => x + 1));
});

test('the variables of finished jobs are gone', async () => {
  const names = (await sleigh.nws.listVars()).map(({ name }) => name).filter((name) => /@\d+$/.test(name));
  assert.deepEqual(names.filter((name) => /^(?:job|result)@/.test(name)), []);
});

test('the status tells who has joined', async () => {
  assert.deepEqual(await sleigh.status(), { workers: 2, closed: true });
});

test('a worker that dies is replaced, and its task runs again', { timeout: 60_000 }, async () => {
  const waiting = sleigh.eachElem(async (x) => {
    await globalThis.SleighUserNws.store('started', globalThis.SleighRank);
    return x + await globalThis.SleighUserNws.find('go');
  }, [1, 2]);
  await sleigh.userNws.fetch('started');
  await sleigh.userNws.fetch('started');
  const [victim] = await sleigh.workerInfo();
  process.kill(victim.pid, 'SIGKILL');
  assert.equal(await sleigh.userNws.fetch('started'), 0);
  await sleigh.userNws.store('go', 10);
  assert.deepEqual(await waiting, [11, 12]);
  assert.deepEqual(await sleigh.eachWorker('SleighRank'), [0, 1]);
  const [successor] = await sleigh.workerInfo();
  assert.notEqual(successor.pid, victim.pid);
});

test('stopping fails what is outstanding and deletes the workspaces', { timeout: 60_000 }, async () => {
  const doomed = await Sleigh.start({ workerCount: 1 });
  const hanging = doomed.eachElem(() => new Promise(() => {}), [1]);
  const failed = assert.rejects(hanging, { name: 'SleighStoppedException' });
  const name = doomed.nws.currentWs();
  await doomed.stop();
  await failed;
  await assert.rejects(doomed.eachElem((x) => x, [1]), { name: 'SleighStoppedException' });
  const server = await NwsServer.connect();
  assert.deepEqual(await server.listWss({ name }), []);
  await server.close();
});

test('workers that cannot be started are explained', async (t) => {
  const command = process.env.NWS_CLI;
  t.after(() => { process.env.NWS_CLI = command; });
  process.env.NWS_CLI = '/nowhere/nws';
  await assert.rejects(Sleigh.start(), { name: 'SleighScriptException', message: /'\/nowhere\/nws'.*NWS_CLI/ });
  process.env.NWS_CLI = process.execPath;
  await assert.rejects(Sleigh.start({ workerCount: 1 }), {
    name: 'SleighJoinException', message: /^a worker ended before it was ready \(0 of 1 workers joined\)\. On this machine: .* exit code 1\. Its last lines:/,
  });
});
