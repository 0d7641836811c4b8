import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NwsBarrier, NwsSemaphore, NwsTimeoutException } from '../kit/nws.mjs';
import { newWorkspace, sameWorkspace, waiters } from '../kit/server.mjs';

test('a semaphore has as many permits as said first', async (t) => {
  const ws = await newWorkspace(t);
  const semaphore = new NwsSemaphore(ws, 's', 2);
  const other = new NwsSemaphore(await sameWorkspace(t, ws), 's', 7);
  const [first, second] = [await semaphore.acquire(), await other.acquire()];
  await assert.rejects(other.acquire({ timeout: 0 }), NwsTimeoutException);
  await first.release();
  await first.release();
  const third = await other.acquire();
  await assert.rejects(semaphore.acquire({ timeout: 0 }), NwsTimeoutException);
  await Promise.all([second.release(), third.release()]);
  assert.equal((await ws.listVars())[0].values, 2);
  assert.throws(() => new NwsSemaphore(ws, 's', 0), RangeError);
});

test('a permit comes back from a holder that is gone, or does not renew it', async (t) => {
  const ws = await newWorkspace(t);
  const gone = await sameWorkspace(t, ws);
  await new NwsSemaphore(gone, 's').acquire();
  const waiting = new NwsSemaphore(ws, 's', 1, { lease: 0.05 }).acquire();
  await gone.server.close();
  const lost = await waiting;
  const permit = await new NwsSemaphore(ws, 's', 1, { lease: 60 }).acquire();
  assert.deepEqual([await lost.renew(), await permit.renew()], [false, true]);
  await lost.release();
});

test('a barrier opens for all again and again', async (t) => {
  const ws = await newWorkspace(t);
  const work = async () => {
    const barrier = new NwsBarrier(await sameWorkspace(t, ws), 'b', 3);
    const rounds = [];
    while (rounds.length < 20) rounds.push(await barrier.wait());
    return rounds;
  };
  const expected = Array.from({ length: 20 }, (_, round) => round);
  assert.deepEqual(await Promise.all([work(), work(), work()]), [expected, expected, expected]);
});

test('who is gone or gives up is not counted at a barrier', async (t) => {
  const ws = await newWorkspace(t);
  const barrier = new NwsBarrier(ws, 'b', 2, { lease: 3 });
  await assert.rejects(barrier.wait({ timeout: 0.01 }), NwsTimeoutException);
  const gone = await sameWorkspace(t, ws);
  const lost = new NwsBarrier(gone, 'b', 2).wait().catch((error) => error.constructor.name);
  await waiters(ws, 'b', 1);
  await gone.server.close();
  assert.equal(await lost, 'NwsConnectionDroppedException');
  const first = barrier.wait();
  await waiters(ws, 'b', 1);
  assert.equal((await ws.listVars()).find(({ name }) => name === 'b seats 0').values, 1);
  assert.deepEqual([await new NwsBarrier(await sameWorkspace(t, ws), 'b', 2).wait(), await first], [0, 0]);
  assert.throws(() => new NwsBarrier(ws, 'b', 0), RangeError);
});
