import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nwsFile } from '../kit/nws.mjs';

const { FrameAssembler } = await import(nwsFile('kernel/frame-assembler.mjs'));

test('frames are put together however they are cut', () => {
  const bodies = [Buffer.from('abc'), Buffer.alloc(0), Buffer.from('defghij')];
  const stream = Buffer.concat(bodies.flatMap((body) => [Buffer.from([0, 0, 0, body.length]), body]));
  for (let size = 1; size <= stream.length; size++) {
    const delivered = [];
    const frames = new FrameAssembler((body) => delivered.push(Buffer.from(body)));
    for (let at = 0; at < stream.length; at += size) frames.add(stream.subarray(at, at + size));
    assert.deepEqual(delivered, bodies);
  }
});
