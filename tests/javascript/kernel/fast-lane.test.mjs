import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { nwsFile } from '../kit/nws.mjs';

const { LaneReader, LaneWriter, newLane } = await import(nwsFile('kernel/fast-lane.mjs'));

test('a frame that finds nobody waiting, or a posted one before it, is posted', () => {
  const memory = newLane();
  const writer = new LaneWriter(memory);
  const reader = new LaneReader(memory);
  assert.equal(writer.offer(Uint8Array.of(1)), false);
  assert.equal(reader.next(), undefined);
  assert.equal(writer.offer(Uint8Array.of(2)), false);
  reader.received();
  reader.received();
  assert.equal(reader.next(), undefined);
});

test('frames of all sizes arrive once and in order, by the lane or posted', { timeout: 60_000 }, async () => {
  const memory = newLane();
  const reader = new LaneReader(memory);
  const source = `
    import { parentPort, workerData } from 'node:worker_threads';
    const { LaneWriter } = await import(workerData.module);
    const writer = new LaneWriter(workerData.memory);
    for (let i = 0; i < 2000; i++) {
      const frame = new Uint8Array(i % 50 === 0 ? 70_000 : 4 + i % 3);
      new DataView(frame.buffer).setUint32(0, i);
      // The next one is offered when this one has been seen, or at once.
      if (writer.offer(frame)) Atomics.wait(workerData.seen, 0, i, i % 2 ? 1 : 0);
      else parentPort.postMessage(frame);
    }`;
  const seen = new Int32Array(new SharedArrayBuffer(4));
  const url = new URL('data:text/javascript,' + encodeURIComponent(source));
  const thread = new Worker(url, { workerData: { memory, seen, module: nwsFile('kernel/fast-lane.mjs').href } });
  const numbers = [];
  await new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('message', (message) => {
      reader.received();
      for (let frame = message; frame !== undefined; frame = reader.next()) {
        numbers.push(new DataView(frame.buffer, frame.byteOffset).getUint32(0));
        Atomics.store(seen, 0, numbers.length);
        Atomics.notify(seen, 0);
      }
      if (numbers.length === 2000) resolve();
    });
  });
  assert.deepEqual(numbers, Array.from({ length: 2000 }, (_, i) => i));
});
