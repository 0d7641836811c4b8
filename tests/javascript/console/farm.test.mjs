import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { Console, findings, isTooWide, NWS, picture, visit } from './kit/console.mjs';

const NAME = 'sleigh_ride_leaving';
const USER = 'sleigh_user_leaving';

let seen;
let farm;

before(async () => {
  seen = await Console.start();
  const client = await seen.connect();
  farm = await client.openWs(NAME);
  await client.openWs(USER);
  await farm.declare('workerCount', 'single');
  await farm.store('workerCount', 1);
});

after(() => seen.stop());

/** A worker of the farm, in a process of its own. Its rank is offered again when it has left. */
async function join(t) {
  await farm.store('rank', 0);
  const worker = spawn(NWS, ['worker', '--server', seen.address, '--sleigh', NAME, '--user', USER], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(worker, 'exit');
  t.after(async () => {
    worker.kill('SIGKILL');
    await ended;
    await farm.fetchTry('rank');
  });
  await farm.fetch('joined');
  return { ended };
}

/** Gives the farm a task that ends when something is stored. */
async function occupy() {
  await farm.store('job@1', { language: 'javascript', type: 'eval', code: "SleighNws.store('begun', 1).then(() => SleighNws.fetch('go'))", fixed: [], permute: null });
  await farm.store('task', { job: 1, tag: 0, args: [[0]] });
}

async function press(page, button, action) {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog').getByRole('button', { name: action }).click();
}

test('a worker that does nothing is drained when that was confirmed, and has left', async (t) => {
  const { ended } = await join(t);
  const page = await seen.open(t);
  await visit(page, '/farm', { name: NAME });
  await page.getByRole('button', { name: 'Drain worker 0' }).click();
  await page.getByRole('dialog').getByText('No other worker is there: tasks wait until one joins.').waitFor();
  assert.deepEqual(await findings(page), []);
  await picture(page, 'farm-drain');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await press(page, 'Drain worker 0', 'Drain worker');
  await page.getByText('Worker 0 has been asked to leave.').waitFor();
  assert.deepEqual(await ended, [0, null]);
  await page.getByText('left', { exact: true }).waitFor();
  await page.getByText('0 of 1').waitFor();
  assert.equal(await page.getByRole('button', { name: /worker 0/ }).count(), 0);
  assert.deepEqual(await findings(page), []);
  await page.setViewportSize({ width: 400, height: 800 });
  assert.equal(await isTooWide(page), false);
  await picture(page, 'farm-left');
});

test('a worker that works is shown to drain until it has finished', async (t) => {
  const { ended } = await join(t);
  await occupy();
  await farm.fetch('begun');
  const page = await seen.open(t);
  await visit(page, '/farm', { name: NAME });
  await page.getByText('job 1, element 0').waitFor();
  await press(page, 'Drain worker 0', 'Drain worker');
  await page.getByText('draining').waitFor();
  await page.getByRole('button', { name: 'Drain worker 0' }).waitFor({ state: 'detached' });
  assert.deepEqual(await findings(page), []);
  await picture(page, 'farm-draining');
  await farm.store('go', 'done');
  assert.deepEqual(await ended, [0, null]);
  await page.getByText('left', { exact: true }).waitFor();
  assert.deepEqual((await farm.fetch('result@1')).values, ['done']);
});

test('a worker that drains is stopped in the middle of a task, which goes back; another in its place is not told to leave', async (t) => {
  const { ended } = await join(t);
  await occupy();
  await farm.fetch('begun');
  const page = await seen.open(t);
  await visit(page, '/farm', { name: NAME });
  await press(page, 'Drain worker 0', 'Drain worker');
  await page.getByText('draining').waitFor();
  await press(page, 'Stop worker 0', 'Stop worker');
  await page.getByText('Worker 0 has been told to stop.').waitFor();
  assert.deepEqual(await ended, [0, null]);
  await page.getByText('left', { exact: true }).waitFor();
  await farm.store('leave@0', 0);
  await join(t);
  await farm.fetch('begun');
  await farm.store('go', 'done by another');
  assert.deepEqual((await farm.fetch('result@1')).values, ['done by another']);
});

test('of a farm that is not there only that is shown', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/farm', { name: 'nowhere' });
  await page.getByText("There is no farm in workspace 'nowhere'; it may have ended.").waitFor();
  assert.equal(await page.getByRole('button', { name: 'End farm' }).count(), 0);
  await picture(page, 'farm-missing');
});

test('the requests of idle workers do not hide those of programs', async (t) => {
  await join(t);
  const program = new AbortController();
  const waits = farm.fetch('result@9', { signal: program.signal }).catch(() => {});
  const page = await seen.open(t);
  await visit(page, '/waiting');
  await page.getByText(`The keeper and the workers of ${NAME} wait for tasks, by 3 requests.`).waitFor();
  await page.getByText('1 request', { exact: true }).waitFor();
  assert.deepEqual(await page.getByRole('article').getByRole('link').allTextContents(), ['result@9', NAME]);
  await picture(page, 'waiting-farm');
  program.abort();
  await waits;
});
