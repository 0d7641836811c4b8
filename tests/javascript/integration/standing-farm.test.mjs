import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { Sleigh } from '../kit/nws.mjs';
import { connect } from '../kit/server.mjs';

const TIMEOUT = { timeout: 120_000 };
let farms = 0;

/** A farm as its keeper prepares it, with workers that the test starts. */
class Farm {
  static async start(t, workerCount) {
    const farm = new Farm();
    farm.name = `js ${process.pid} ${++farms}`;
    farm.server = await connect(t);
    farm.ws = await farm.server.openWs(`farm ${farm.name}`);
    farm.userWs = await farm.server.openWs(`farm ${farm.name} user`);
    for (const name of ['members', 'workerCount']) await farm.ws.declare(name, 'single');
    await farm.ws.store('members', []);
    await farm.ws.store('nextJob', 1);
    await farm.ws.store('rank', 0);
    for (let i = 0; i < workerCount; i++) await farm.hire(t);
    return farm;
  }

  members = [];

  async hire(t) {
    const [sleigh, user] = [this.ws.currentWs(), this.userWs.currentWs()];
    const server = process.env.NWS_SERVER;
    const args = ['worker', '--server', server, '--sleigh', sleigh, '--user', user];
    const worker = spawn(process.env.NWS_CLI, args, { stdio: 'ignore' });
    const ended = once(worker, 'exit');
    t.after(async () => {
      await this.server.deleteWs(sleigh).catch(() => {});
      await ended;
    });
    const joined = await this.ws.fetch('joined');
    this.members.push(joined);
    await this.ws.store('rank', joined.rank + 1);
    await this.ws.store('workerCount', this.members.length);
    await this.ws.store('members', this.members);
  }
}

const attach = async (t, farm) => {
  const sleigh = await Sleigh.attach(farm.name);
  t.after(() => sleigh.stop());
  return sleigh;
};

test('several programs use a farm side by side', TIMEOUT, async (t) => {
  const farm = await Farm.start(t, 2);
  const [one, other] = [await attach(t, farm), await attach(t, farm)];
  const [squares, sums] = await Promise.all([
    one.eachElem((x) => x * x, [1, 2, 3]), other.eachElem((x, y) => x + y, [1, 2], 10),
  ]);
  assert.deepEqual([squares, sums], [[1, 4, 9], [11, 12]]);
  assert.deepEqual(await one.eachWorker('SleighRank'), [0, 1]);
  assert.equal(one.workerCount, 2);
  assert.deepEqual((await other.workerInfo()).map(({ rank }) => rank), [0, 1]);
  assert.deepEqual(await other.status(), { workers: 2, closed: false });
  await one.userNws.store('x', 5);
  assert.deepEqual(await other.eachElem(async () => SleighUserNws.fetch('x'), [1]), [5]);
  const results = [];
  for await (const x of one.imap((x) => x + 1, [1, 2, 3])) results.push(x);
  assert.deepEqual(results, [2, 3, 4]);
});

test('the farm hears of each job, whose it is, and when it is over', TIMEOUT, async (t) => {
  const farm = await Farm.start(t, 1);
  const sleigh = await attach(t, farm);
  await sleigh.eachElem((x) => x, [1, 2, 3, 4], [], { chunkSize: 2 });
  await sleigh.eachElem('SleighArguments[0]', [1], [], { language: 'python' });
  const first = await farm.ws.fetch('jobs');
  const second = await farm.ws.fetch('jobs');
  assert.deepEqual([first.job, first.language, first.tasks], [1, 'javascript', 2]);
  assert.deepEqual([second.job, second.language, second.tasks], [2, 'python', null]);
  assert.ok(first.since instanceof Date);
  assert.match(first.owner, new RegExp(`^farm ${farm.name} master \\d+`));
  assert.equal(first.owner, second.owner);
  assert.deepEqual([await farm.ws.fetch('over'), await farm.ws.fetch('over')], [{ job: 1, over: true }, { job: 2, over: true }]);
  const names = (await farm.ws.listVars()).map(({ name }) => name);
  assert.deepEqual(names.filter((name) => /^(?:job|result)@/.test(name)), []);
  assert.equal(await farm.ws.find('nextJob'), 3);
  assert.equal((await farm.server.listWss({ name: first.owner })).length, 1);
  await sleigh.stop();
  assert.equal((await farm.server.listWss({ name: first.owner })).length, 0);
});

test('no program keeps more tasks waiting than the workers need, and workers that come share in', TIMEOUT, async (t) => {
  const farm = await Farm.start(t, 1);
  const sleigh = await attach(t, farm);
  const hold = async (x) => { await SleighUserNws.find('go'); return [x, SleighRank]; };
  const call = sleigh.eachElem(hold, Array.from({ length: 100 }, (_, i) => i), [], { chunkSize: 1 });
  const waiting = async () => (await farm.ws.listVars()).find(({ name }) => name === 'task')?.values ?? 0;
  while (await waiting() < 20);
  assert.ok(await waiting() <= 32);
  await farm.hire(t);
  assert.equal((await sleigh.workerInfo()).length, 2);
  await farm.userWs.store('go', true);
  const results = await call;
  assert.deepEqual(results.map(([x]) => x), Array.from({ length: 100 }, (_, i) => i));
});

test('a farm with its keeper outlives the programs that use it', TIMEOUT, async (t) => {
  const server = await connect(t);
  const name = `js-${process.pid}`;
  const keeper = spawn(process.env.NWS_CLI, ['farm', 'run', name, '-n', '2', '--server', process.env.NWS_SERVER], { stdio: 'ignore' });
  const ended = once(keeper, 'exit');
  t.after(async () => {
    keeper.kill();
    await ended;
  });
  const ws = server.workspace(`farm ${name}`, { useUse: true });
  for await (const members of ws.ifind('members')) if (members.length === 2) break;
  for (const round of [1, 2]) {
    const sleigh = await Sleigh.attach(name);
    assert.deepEqual(await sleigh.eachElem((x) => x * x, [1, 2, 3]), [1, 4, 9]);
    assert.deepEqual(await sleigh.eachWorker((x) => x + SleighRank, round), [round, round + 1]);
    await sleigh.export('round', round);
    assert.deepEqual(await sleigh.eachElem('round', [1]), [round]);
    const heard = [];
    await sleigh.eachElem((x) => { console.log(x); }, ['hello'], [], { output: ({ text }) => heard.push(text) });
    assert.equal(heard.join(''), 'hello\n');
    await sleigh.stop();
  }
  const abandoned = await Sleigh.attach(name);
  const call = assert.rejects(abandoned.eachElem(() => new Promise(() => {}), [1]), { name: 'SleighStoppedException' });
  while ((await ws.listVars()).every((variable) => !variable.name.startsWith('job@')));
  await abandoned.stop();
  await call;
  while ((await ws.listVars()).some((variable) => variable.name.startsWith('job@')));
});

test('a farm that is not there is told with what starts it', async () => {
  await assert.rejects(Sleigh.attach('nowhere'), {
    name: 'SleighNwsException', message: /^there is no farm 'nowhere' at \S+:\d+; start one with: nws farm start nowhere$/,
  });
  await assert.rejects(Sleigh.attach(''), { name: 'SleighIllegalValueException' });
  await assert.rejects(Sleigh.attach('x', { workerCount: 2 }), /'workerCount' is not an option of attach/);
});

test('a farm stays open, and its end ends the calls', TIMEOUT, async (t) => {
  const farm = await Farm.start(t, 1);
  const sleigh = await attach(t, farm);
  await assert.rejects(sleigh.status(true), /stays open/);
  const call = assert.rejects(sleigh.eachElem(() => new Promise(() => {}), [1]), { name: 'SleighNwsException' });
  while ((await farm.ws.listVars()).every(({ name }) => !name.startsWith('job@')));
  await farm.server.deleteWs(farm.ws.currentWs());
  await call;
});
