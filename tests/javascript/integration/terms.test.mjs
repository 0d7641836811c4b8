import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nwsFile, Sleigh } from '../kit/nws.mjs';
import { directoryWith, runNode } from '../kit/programs.mjs';
import '../kit/server.mjs';

const masterExec = fileURLToPath(new URL('../kit/worker.mjs', import.meta.url));
const sleigh = new Sleigh({ workerCount: 2, masterExec });
test.before(() => sleigh.start());
test.after(() => sleigh.stop());

test('an element that takes longer than its limit fails, and the others go on', async () => {
  const wait = (x) => x === 1 ? new Promise(() => {}) : x;
  const [zero, late, two] = await sleigh.eachElem(wait, [0, 1, 2], [], { timeLimit: 0.2 });
  assert.deepEqual([zero, two], [0, 2]);
  assert.deepEqual([late.remoteType, late.remoteMessage, late.tag],
    ['TaskTimeout', 'the element took longer than its limit of 0.2 s', 1]);
});

test('exported variables are seen by the tasks of later calls, until they are taken away', async () => {
  const value = "typeof rate === 'undefined' ? null : rate";
  await sleigh.export('rate', 1.19);
  assert.deepEqual(await sleigh.eachWorker(value), [1.19, 1.19]);
  assert.deepEqual(await sleigh.eachElem((x) => x * rate, [100]), [119]);
  await sleigh.export('rate', { of: [1, 2] });
  assert.deepEqual(await sleigh.eachWorker('rate.of'), [[1, 2], [1, 2]]);
  await sleigh.unexport('rate');
  assert.deepEqual(await sleigh.eachWorker(value), [null, null]);
  await assert.rejects(sleigh.eachElem((x) => x * rate, [100]), { captured: ['rate'] });
  for (const name of ['2nd', 'a b', 'a$', '', 5]) {
    await assert.rejects(sleigh.export(name, 1), /cannot be the name of a variable in every language/);
  }
});

test('what tasks print is heard while they run, and before the call returns', async () => {
  const heard = [];
  let first;
  const printed = new Promise((resolve) => { first = resolve; });
  const run = async (x) => {
    console.log(`at ${x}`);
    if (x === 1) console.error('and\nmore');
    if (x === 0) await globalThis.SleighUserNws.find('heard');
    return x;
  };
  const hear = (output) => { heard.push(output); if (output.tag === 0) first(); };
  const call = sleigh.eachElem(run, [0, 1, 2], [], { output: hear, chunkSize: 1 });
  const other = sleigh.eachElem((x) => { console.log('unheard'); return x; }, [5]);
  await Promise.race([printed, call]);
  await sleigh.userNws.store('heard', true);
  assert.deepEqual([await call, await other], [[0, 1, 2], [5]]);
  const text = (tag, stream) => heard.filter((output) => output.tag === tag && output.stream === stream)
    .map((output) => output.text).join('');
  assert.deepEqual([0, 1, 2].map((tag) => text(tag, 'stdout')), ['at 0\n', 'at 1\n', 'at 2\n']);
  assert.equal(text(1, 'stderr'), 'and\nmore\n');
  assert.ok(heard.every(({ rank, attempt, job }) => [0, 1].includes(rank) && attempt === 1 && job === heard[0].job));
});

test('whoever hears what tasks print may end the call', async () => {
  const output = () => { throw new Error('enough'); };
  const run = async () => { console.log('x'); await globalThis.SleighUserNws.find('never'); };
  await assert.rejects(sleigh.eachElem(run, [1], [], { output }), /enough/);
  const iterator = sleigh.imap(run, [1], { output });
  await assert.rejects(iterator.next(), /enough/);
  await sleigh.userNws.store('never', 'later');
});

test('an iterator tells what its tasks print', async () => {
  const heard = [];
  const results = [];
  const run = (x) => { console.log('at', x); return x; };
  for await (const x of sleigh.imap(run, [1, 2, 3], { output: ({ text }) => heard.push(text) })) results.push(x);
  assert.deepEqual([results, heard.sort()], [[1, 2, 3], ['at 1\n', 'at 2\n', 'at 3\n']]);
});

test('what tasks print is printed here if that is wanted', async (t) => {
  const directory = await directoryWith(t, {
    'program.mjs': `import { Sleigh } from '${nwsFile('index.mjs')}';
      const sleigh = await Sleigh.start({ workerCount: 1, masterExec: ${JSON.stringify(masterExec)} });
      await sleigh.eachElem((x) => { console.log('one\\ntwo'); console.error('three'); }, [1], [], { output: true });
      await sleigh.stop();`,
  });
  const { code, stdout, stderr } = await runNode([join(directory, 'program.mjs')]);
  assert.deepEqual([code, stdout, stderr], [0, '[0] one\n[0] two\n', '[0] three\n']);
});

test('the workers introduce themselves', async () => {
  const workers = await sleigh.workerInfo();
  assert.deepEqual(workers.map(({ rank }) => rank), [0, 1]);
  assert.deepEqual(workers.map(({ place }) => place).sort(), [0, 1]);
  for (const { host, pid, name, os, cores, tags, languages, since } of workers) {
    assert.ok([host, name, os].every((text) => typeof text === 'string') && pid > 0 && cores > 0);
    assert.deepEqual(tags, []);
    assert.ok(languages.includes('javascript') && since instanceof Date);
  }
});

test('tasks with tags run on workers that have them', { timeout: 120_000 }, async (t) => {
  const node = (...workerTags) => ({ host: 'n', workerTags });
  const nodeList = [node('gpu', 'big'), node('big'), node()];
  const tagged = await Sleigh.start({
    launch: 'env {command}', nwsHostRemote: '127.0.0.1', nodeList, scriptName: masterExec,
  });
  t.after(() => tagged.stop());
  const all = new Map((await tagged.workerInfo()).map(({ rank, tags }) => [rank, tags]));
  const where = () => SleighRank;
  const tagsOf = async (options) => {
    const ranks = await tagged.eachElem(where, Array(12).fill([]).map((_, i) => i), [], options);
    return new Set(ranks.map((rank) => all.get(rank).join()));
  };
  assert.deepEqual(await tagsOf({ tags: ['gpu'] }), new Set(['big,gpu']));
  assert.deepEqual(await tagsOf({ tags: ['big', 'gpu'] }), new Set(['big,gpu']));
  assert.ok(![...await tagsOf({ tags: ['big'] })].includes(''));
  const onBig = await tagged.using({ tags: ['big'] }).eachWorker(where);
  assert.deepEqual(onBig, [...all].filter(([, tags]) => tags.includes('big')).map(([rank]) => rank).sort());
  const message = /none of the 3 workers has the tag 'huge'\. The tags there are: big \(1 worker\); big, gpu \(1 worker\)/;
  await assert.rejects(tagged.eachElem(where, [1], [], { tags: ['huge'] }), message);
  await assert.rejects(tagged.imap(where, [1], { tags: ['huge'] }).next(), message);
  await assert.rejects(tagged.using({ tags: ['huge'] }).eachWorker(where), message);
});

test('tasks of higher priority go first', { timeout: 60_000 }, async (t) => {
  const single = await Sleigh.start({ workerCount: 1, masterExec });
  t.after(() => single.stop());
  const run = async (x) => { await globalThis.SleighUserNws.store('order', x); };
  const held = single.eachElem(async () => {
    await globalThis.SleighUserNws.store('held', true);
    await globalThis.SleighUserNws.find('go');
  }, [0]);
  await single.userNws.fetch('held');
  const low = single.eachElem(run, ['low', 'low'], [], { chunkSize: 1, priority: -5 });
  const usual = single.eachElem(run, ['usual', 'usual'], [], { chunkSize: 1 });
  const high = single.eachElem(run, ['high', 'high'], [], { chunkSize: 1, priority: 5 });
  while (((await single.nws.listVars()).find(({ name }) => name === 'task')?.values ?? 0) < 6);
  await single.userNws.store('go', true);
  await Promise.all([held, low, usual, high]);
  const order = [];
  for await (const x of single.userNws.ifetchTry('order')) order.push(x);
  assert.deepEqual(order, ['high', 'high', 'usual', 'usual', 'low', 'low']);
});
