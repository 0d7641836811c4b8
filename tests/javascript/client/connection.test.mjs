import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { FakeServer } from '../kit/fake-server.mjs';
import {
  encode, NwsConnectionDroppedException, NwsDeclarationFailedException, NwsNoWorkSpaceException, NwsOperationException,
  NwsTimeoutException, NwsUnsupportedOperationException, NwsValueError,
} from '../kit/nws.mjs';

/** A request that the test does not answer, so that it fails when the test ends. */
function unanswered(request) {
  request.catch(() => {});
  return request;
}

test('requests wait at the same time and may be answered in any order', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const slow = ws.fetch('slow');
  const fast = ws.find('fast');
  const [first, second] = [await fake.next('fetch'), await fake.next('find')];
  second.reply(['F', 'fast', 1, 0, 0, 1]);
  assert.equal(await fast, 'F');
  first.reply(['S', 'slow', 1, 0, 5, 1]);
  assert.equal(await slow, 'S');
});

test('a fetched value is confirmed with what follows it', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const stored = ws.fetch('x').then((value) => ws.store('y', value));
  (await fake.next('fetch')).reply([1, 'x', 1, 0, 77, 1]);
  const store = await fake.next('store');
  assert.deepEqual(store.params, ['ws', 'y', 1]);
  assert.deepEqual((await fake.next('confirm')).params, [77]);
  store.reply(null);
  await stored;
});

test('fetched values are confirmed without anything that follows, together', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const values = [ws.fetch('x'), ws.fetch('x')];
  const requests = [await fake.next('fetch'), await fake.next('fetch')];
  const answer = (id, value, lease) => encode([1, id, null, [value, 'x', 1, 0, lease, 1]]);
  fake.send(Buffer.concat([answer(3, 'a', 8), answer(4, 'b', 9)]));
  assert.deepEqual(await Promise.all(values), ['a', 'b']);
  assert.equal(requests.length, 2);
  assert.deepEqual((await fake.next('confirm')).params, [8, 9]);
});

test('neither a find nor a leased fetch is confirmed', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const found = ws.find('x');
  (await fake.next('find')).reply([1, 'x', 1, 0, 0, 1]);
  await found;
  const leased = ws.fetch('x', { lease: true });
  (await fake.next('fetch')).reply([1, 'x', 1, 0, 5, 2]);
  const delivery = await leased;
  assert.equal(delivery.attempt, 2);
  await turn();
  await turn();
  assert.deepEqual(fake.unread, []);
  unanswered(delivery.complete([['y', 2], ['other', 'z', 3]]));
  assert.deepEqual((await fake.next('complete')).params, [5, [['ws', 'y', 2], ['other', 'z', 3]]]);
});

test('an aborted request is cancelled, and ends when the server says so', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const aborter = new AbortController();
  const value = ws.fetch('x', { signal: aborter.signal });
  const request = await fake.next('fetch');
  aborter.abort();
  assert.deepEqual((await fake.next('cancel')).params, [3]);
  request.refuse('cancelled');
  await assert.rejects(value, { name: 'AbortError' });
});

test('a value that was on its way when the request was aborted is not lost', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const aborter = new AbortController();
  const value = ws.fetch('x', { signal: aborter.signal });
  const request = await fake.next('fetch');
  aborter.abort();
  await fake.next('cancel');
  request.reply(['saved', 'x', 1, 0, 4, 1]);
  assert.equal(await value, 'saved');
});

test('what is asked by somebody whose lifetime has ended goes back, also if it was not opened yet', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const asker = new AbortController();
  ws.server.bindToAsker = (options) => ({ ...options, lifetime: asker.signal });
  const [fetched, many, found] = [ws.fetch('x'), ws.fetchMany('x', 2), ws.find('x')];
  const requests = [await fake.next('fetch'), await fake.next('fetch'), await fake.next('find')];
  const over = new Error('the task is over');
  const outcomes = Promise.allSettled([fetched, many, found]);
  asker.abort(over);
  for (const _ of requests) await fake.next('cancel');
  requests[0].reply(['saved', 'x', 1, 0, 4, 1]);
  requests[1].reply([['saved', 'x', 1, 1, 5, 1], ['saved', 'x', 1, 2, 6, 1]]);
  requests[2].reply(['found', 'x', 1, 3, 0, 0]);
  const released = [await fake.next('release'), await fake.next('release')];
  assert.deepEqual(released.map(({ params }) => params), [[4], [[5, 6]]]);
  for (const release of released) release.reply(null);
  assert.deepEqual((await outcomes).map(({ reason }) => reason), [over, over, over]);
  await assert.rejects(ws.store('x', 1), over);
  await turn();
  assert.deepEqual(fake.unread, []);
});

test('an aborted signal sends nothing', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  await assert.rejects(ws.fetch('x', { signal: AbortSignal.abort() }), { name: 'AbortError' });
  await turn();
  assert.deepEqual(fake.unread, []);
});

test('the options of a request arrive', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  unanswered(ws.fetchTry('x'));
  assert.deepEqual((await fake.next('fetch')).params, ['ws', 'x', { timeout: 0 }]);
  unanswered(ws.find(['x', 'y'], { timeout: 1.5 }));
  assert.deepEqual((await fake.next('find')).params, ['ws', ['x', 'y'], { timeout: 1.5 }]);
  unanswered(ws.fetch('x', { lease: true, timeout: Infinity }));
  assert.deepEqual((await fake.next('fetch')).params, ['ws', 'x', { lease: true }]);
  await assert.rejects(ws.find('x', { lease: true }), /only a fetched value can be leased/);
  await assert.rejects(ws.find('x', { timeuot: 1 }), /'timeuot' is not an option of find/);
  await assert.rejects(ws.find('x', { timeout: -1 }), /a timeout is a number of seconds, not -1/);
});

test('the time that was up is an exception, or the missing value', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const waited = ws.fetch('x', { timeout: 2 });
  (await fake.next('fetch')).reply(null);
  await assert.rejects(waited, NwsTimeoutException);
  const tried = ws.findTry('x', 'nothing');
  (await fake.next('find')).reply(null);
  assert.equal(await tried, 'nothing');
});

test('a nil in a variable is not the absence of a value', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const tried = ws.findTry('x', 'nothing');
  (await fake.next('find')).reply([null, 'x', 1, 0, 0, 1]);
  assert.equal(await tried, null);
});

test('errors of the server become exceptions of the family', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const expected = {
    no_workspace: NwsNoWorkSpaceException, mode_conflict: NwsDeclarationFailedException,
    unknown_method: NwsUnsupportedOperationException, bad_request: NwsOperationException,
  };
  for (const [code, Exception] of Object.entries(expected)) {
    const declared = ws.declare('x', 'lifo');
    (await fake.next('declare')).refuse(code, `reason of ${code}`);
    await assert.rejects(declared, (error) => {
      assert.ok(error instanceof Exception);
      assert.equal(error.name, Exception.name);
      assert.equal(error.code, code);
      assert.equal(error.message, `reason of ${code}`);
      assert.match(error.stack, /connection\.test\.mjs/);
      return true;
    });
  }
});

test('whatever waits when the connection drops fails with the reason', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const waiting = [ws.fetch('x'), ws.find('y')];
  await fake.next('fetch');
  await fake.next('find');
  fake.send(encode([2, 'bye', ['shutting_down', 'the server is stopped']]));
  fake.hangUp();
  for (const request of waiting) {
    await assert.rejects(request, (error) => error instanceof NwsConnectionDroppedException
      && /is gone: the server is stopped \(shutting_down\)/.test(error.message));
  }
  await assert.rejects(ws.store('x', 1), NwsConnectionDroppedException);
});

test('a server that talks nonsense is left', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const waiting = ws.fetch('x');
  await fake.next('fetch');
  fake.send(Buffer.from([0xc1]));
  await assert.rejects(waiting, /is gone: what came from there is not the Nws protocol/);
});

test('a closed connection takes no more requests', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const waiting = ws.fetch('x');
  await fake.next('fetch');
  const closing = ws.server.close();
  await assert.rejects(waiting, /is gone: this program closed it/);
  await closing;
  await assert.rejects(ws.store('x', 1), /this program closed it/);
});

test('a value that cannot be read goes back, and the next request is answered', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const value = ws.fetch('x');
  await fake.next('fetch');
  const unknown = Buffer.from('d46300', 'hex');
  const tail = Buffer.concat(['x', 1, 0, 42, 1].map((item) => encode(item)));
  fake.send(Buffer.concat([Buffer.from([0x94, 1, 3, 0xc0, 0x96]), unknown, tail]));
  const release = await fake.next('release');
  assert.deepEqual(release.params, [42]);
  release.reply(null);
  await assert.rejects(value, (error) => error instanceof NwsValueError && /extension type 99/.test(error.message));
});

test('a value that cannot be stored is refused before anything is sent', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  await assert.rejects(ws.store('x', { rows: [1, () => 1] }), /^NwsValueError: a function .* at \['rows'\]\[1\]$/);
  await assert.rejects(ws.store('x', Buffer.alloc(70_000)), { code: 'too_large' });
  const stored = ws.store('x', 1);
  (await fake.next('store')).reply(null);
  await stored;
});

test('requests beyond the limit of the server wait for their turn', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  const stores = [1, 2, 3, 4, 5].map((value) => unanswered(ws.store('x', value)));
  const sent = [await fake.next('store'), await fake.next('store'), await fake.next('store')];
  await turn();
  assert.deepEqual(fake.unread, []);
  sent[0].reply(null);
  assert.deepEqual((await fake.next('store')).params, ['ws', 'x', 4]);
  sent[1].reply(null);
  assert.deepEqual((await fake.next('store')).params, ['ws', 'x', 5]);
  await Promise.all(stores.slice(0, 2));
});

test('requests are not held back behind others that may wait for ever', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  for (let i = 0; i < 3; i++) unanswered(ws.fetch('x'));
  const stored = ws.store('x', 1);
  for (let i = 0; i < 3; i++) await fake.next('fetch');
  (await fake.next('store')).refuse('too_many');
  await assert.rejects(stored, { code: 'too_many' });
});

test('a request that is held back can be aborted', async (t) => {
  const fake = await FakeServer.start(t);
  const ws = await fake.workspace();
  for (let i = 0; i < 3; i++) unanswered(ws.store('x', i));
  const aborter = new AbortController();
  const held = ws.fetch('x', { signal: aborter.signal });
  aborter.abort();
  await assert.rejects(held, { name: 'AbortError' });
});
