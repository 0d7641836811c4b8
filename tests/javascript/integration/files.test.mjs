import assert from 'node:assert/strict';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { directoryWith } from '../kit/programs.mjs';
import { newWorkspace } from '../kit/server.mjs';

const LARGE = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));

test('a file is stored as bytes and written again', async (t) => {
  const ws = await newWorkspace(t);
  const directory = await directoryWith(t, { in: LARGE });
  const [source, copy] = [join(directory, 'in'), join(directory, 'out')];
  assert.equal(await ws.storeFile('x', source), LARGE.length);
  assert.equal(await ws.findFile('x', copy), LARGE.length);
  assert.deepEqual(await readFile(copy), LARGE);
  assert.deepEqual(Buffer.from(await ws.fetch('x')), LARGE);
});

test('a stream is stored piece by piece, and at its end nothing is', async (t) => {
  const ws = await newWorkspace(t);
  const directory = await directoryWith(t, { in: LARGE });
  const stream = createReadStream(join(directory, 'in'));
  const sizes = [];
  for (let size; (size = await ws.storeFile('x', stream, 70_000)) > 0;) sizes.push(size);
  assert.deepEqual(sizes, [70_000, 70_000, 70_000, 70_000, 20_000]);
  const pieces = [];
  for await (const piece of ws.ifetchTry('x')) pieces.push(piece);
  assert.deepEqual(Buffer.concat(pieces), LARGE);
});

test('values are written to a stream, which stays open', async (t) => {
  const ws = await newWorkspace(t);
  const directory = await directoryWith(t, {});
  const path = join(directory, 'out');
  const stream = createWriteStream(path);
  await ws.store('x', 'é');
  await ws.store('x', LARGE);
  const iterator = ws.ifindTry('x');
  assert.equal(await iterator.writeTo(stream), 2);
  assert.equal(await iterator.writeTo(stream), LARGE.length);
  assert.equal(await iterator.writeTo(stream), 0);
  await new Promise((resolve) => stream.end(resolve));
  assert.deepEqual(await readFile(path), Buffer.concat([Buffer.from('é'), LARGE]));
});

test('without a value the Try forms write nothing', async (t) => {
  const ws = await newWorkspace(t);
  const target = new PassThrough();
  assert.equal(await ws.fetchTryFile('x', target), 0);
  assert.equal(await ws.findTryFile('x', target), 0);
  assert.equal(target.readableLength, 0);
});

test('a value that cannot be written stays in its variable', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('x', 'text');
  const full = new Writable({ write: (chunk, encoding, done) => done(new Error('disk full')) });
  await assert.rejects(ws.fetchFile('x', full), /disk full/);
  assert.equal(await ws.fetch('x'), 'text');
  await ws.store('x', [1]);
  await assert.rejects(ws.fetchTryFile('x', new PassThrough()), /only bytes and text can be written/);
  assert.deepEqual(await ws.fetch('x'), [1]);
});

test('a fetched value is removed when it is written', async (t) => {
  const ws = await newWorkspace(t);
  await ws.store('x', 'text');
  const target = new PassThrough();
  assert.equal(await ws.fetchFile('x', target), 4);
  assert.equal(String(target.read()), 'text');
  assert.equal(await ws.fetchTry('x'), null);
});

test('an endless stream is given up when it is larger than any value', async (t) => {
  const ws = await newWorkspace(t);
  const chunk = Buffer.alloc(8 * 1024 * 1024);
  const endless = Readable.from((function* chunks() { for (;;) yield chunk; })());
  await assert.rejects(ws.storeFile('x', endless), { code: 'too_large' });
});
