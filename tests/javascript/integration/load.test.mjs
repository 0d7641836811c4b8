import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { NetWorkSpace, nwsFile } from '../kit/nws.mjs';
import { directoryWith, runNode } from '../kit/programs.mjs';
import { newWorkspace, sameWorkspace, waiters } from '../kit/server.mjs';

test('thousands of fetches wait at the same time, under one signal', async (t) => {
  const ws = await newWorkspace(t);
  const other = await sameWorkspace(t, ws);
  const warned = [];
  const onWarning = (warning) => warned.push(warning.message);
  process.on('warning', onWarning);
  const aborter = new AbortController();
  const fetches = Array.from({ length: 5000 }, (_, i) => ws.fetch(`x${i % 50}`, { signal: aborter.signal }));
  await Promise.all(Array.from({ length: 50 }, (_, i) => waiters(other, `x${i}`, 100)));
  await Promise.all(Array.from({ length: 2500 }, (_, i) => other.store(`x${i % 50}`, i)));
  await Promise.all(fetches.slice(0, 2500));
  aborter.abort();
  const rest = await Promise.allSettled(fetches.slice(2500));
  assert.deepEqual([...new Set(rest.map(({ reason }) => reason?.name))], ['AbortError']);
  process.off('warning', onWarning);
  assert.deepEqual(warned, []);
});

test('much data is stored and fetched with little memory', { timeout: 240_000 }, async (t) => {
  const ws = await newWorkspace(t);
  const directory = await directoryWith(t, {
    'program.mjs': `import { NetWorkSpace } from '${nwsFile('index.mjs')}';
      const ws = new NetWorkSpace(process.argv[2], { useUse: true });
      const piece = Buffer.alloc(1 << 20, 'x');
      let most = 0;
      for (let round = 0; round < 200; round++) {
        await ws.store('x', piece);
        if ((await ws.fetch('x')).length !== piece.length) throw new Error('lost');
        most = Math.max(most, process.memoryUsage().external);
      }
      console.log(most < 100 << 20 ? 'little' : most);
      await ws.close();`,
  });
  const { stdout, stderr } = await runNode([join(directory, 'program.mjs'), ws.currentWs()]);
  assert.deepEqual([stdout, stderr], ['little\n', '']);
});

test('workspaces are used from several threads', async (t) => {
  const ws = await newWorkspace(t);
  const code = `import { workerData } from 'node:worker_threads';
    const { NetWorkSpace } = await import(workerData.nws);
    const ws = new NetWorkSpace(workerData.name, { useUse: true });
    for await (const x of ws.ifetch('x')) {
      if (x === null) break;
      await ws.store('y', x * 2);
    }
    await ws.close();`;
  const workerData = { nws: nwsFile('index.mjs').href, name: ws.currentWs() };
  const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const ends = [1, 2, 3].map(() => once(new Worker(url, { workerData }), 'exit'));
  await Promise.all(Array.from({ length: 300 }, (_, i) => ws.store('x', i)));
  const results = await Promise.all(Array.from({ length: 300 }, () => ws.fetch('y')));
  assert.deepEqual(results.sort((a, b) => a - b), Array.from({ length: 300 }, (_, i) => 2 * i));
  for (let i = 0; i < 3; i++) await ws.store('x', null);
  assert.deepEqual((await Promise.all(ends)).flat(), [0, 0, 0]);
});

test('an aborted wait is over although the server does not answer', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1').unref();
  await once(silent, 'listening');
  const ws = new NetWorkSpace('x', { host: '127.0.0.1', port: silent.address().port });
  await assert.rejects(ws.fetch('x', { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  const aborter = new AbortController();
  const waiting = ws.fetch('x', { signal: aborter.signal });
  aborter.abort(new Error('enough'));
  await assert.rejects(waiting, /enough/);
  const other = ws.find('x');
  await ws.close();
  await assert.rejects(other, { name: 'NwsConnectException', message: /this program closed it/ });
});

test('a stream is waited for until the signal says otherwise', async (t) => {
  const ws = await newWorkspace(t);
  const silent = new PassThrough();
  const aborter = new AbortController();
  const storing = ws.storeFile('x', silent, 0, { signal: aborter.signal });
  while (silent.listenerCount('readable') === 0) await turn();
  aborter.abort(new Error('enough'));
  await assert.rejects(storing, /enough/);
  assert.equal(silent.destroyed, true);

  await ws.store('x', 'text');
  const other = new AbortController();
  const stuck = new Writable({ write: () => other.abort(new Error('too slow')) });
  await assert.rejects(ws.fetchFile('x', stuck, { signal: other.signal }), /too slow/);
  assert.equal(await ws.fetch('x'), 'text');
});

test('a leased value goes back when its block is left without a word', async (t) => {
  const ws = await newWorkspace(t);
  const dispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
  await ws.store('x', 1);
  const first = await ws.fetch('x', { lease: true });
  await first[dispose]();
  const second = await ws.fetch('x', { lease: true });
  assert.equal(second.attempt, 2);
  await second.complete();
  await second[dispose]();
  assert.equal(await ws.fetchTry('x'), null);
});

test('leaving a loop ends its wait and takes nothing', async (t) => {
  const ws = await newWorkspace(t);
  const iterator = ws.ifetch('x');
  const waiting = iterator.next();
  await waiters(await sameWorkspace(t, ws), 'x', 1);
  await iterator.return();
  assert.deepEqual(await waiting, { value: undefined, done: true });
  await ws.store('x', 1);
  assert.equal(await ws.fetchTry('x'), 1);
  await ws.store('x', 2);
  assert.deepEqual(await iterator.next(), { value: 2, done: false });
});

test('a lost server rejects what waits and nothing else', async (t) => {
  const directory = await directoryWith(t, {
    'program.mjs': `import { createServer } from 'node:net';
      import { decode, encode, NetWorkSpace, Sleigh } from '${nwsFile('index.mjs')}';
      const sockets = [];
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => {});
        socket.once('data', (bytes) => socket.write(encode([1, decode(bytes)[1], null, { protocol: 1, session: 1 }])));
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address();
      const ws = new NetWorkSpace('x', { host: '127.0.0.1', port });
      const sleigh = new Sleigh({ nwsHost: '127.0.0.1', nwsPort: port });
      const waiting = [ws.fetch('x'), ws.ifind('y').next(), sleigh.eachElem((x) => x, [1]), sleigh.start(),
        sleigh.imap((x) => x, [1]).next()];
      while (sockets.length < 2) await new Promise((resolve) => server.once('connection', resolve));
      await ws.server.connection();
      sockets.forEach((socket) => socket.destroy());
      server.close();
      console.log((await Promise.allSettled(waiting)).map(({ reason }) => reason?.name).join());
      sleigh.imap((x) => x, [1]);
      await sleigh.stop();
      await ws.close();`,
  });
  const { code, stdout, stderr } = await runNode([join(directory, 'program.mjs')]);
  assert.deepEqual([code, stderr], [0, '']);
  // A connection that was not yet made is another kind of loss.
  assert.match(stdout, /^(?:NwsConnectionDroppedException,){2}(?:NwsConnect(?:ionDropped)?Exception[,\n]){3}$/);
});
