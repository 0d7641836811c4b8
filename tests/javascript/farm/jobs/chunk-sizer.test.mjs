import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nwsFile } from '../../kit/nws.mjs';

const { ChunkSizer } = await import(nwsFile('farm/jobs/chunk-sizer.mjs'));

test('tiny elements make larger tasks, four times as large as one that came back, or what is safe in any case', () => {
  for (const [cost, expected] of [[1e-4, [1, 6, 24, 96, 384]], [1e-5, [1, 62, 248, 992, 3968]], [1e-6, [1, 625, 2500, 8192, 8192]]]) {
    const sizer = new ChunkSizer();
    const sizes = expected.map(() => {
      const size = sizer.next(1e9, 2);
      sizer.observe(size, size * cost);
      return size;
    });
    assert.deepEqual(sizes, expected);
  }
});

test('long elements stay by themselves', () => {
  const sizer = new ChunkSizer();
  sizer.observe(1, 0.5);
  assert.equal(sizer.next(1000, 2), 1);
});

test('a task takes about 40 ms, also when elements become slower', () => {
  const sizer = new ChunkSizer();
  for (let i = 0; i < 20; i++) sizer.observe(sizer.next(1e9, 2), sizer.next(1e9, 2) * 1e-4);
  assert.equal(sizer.next(1e9, 2), 400);
  for (let i = 0; i < 20; i++) sizer.observe(100, 100 * 1e-3);
  assert.ok(Math.abs(sizer.next(1e9, 2) - 40) <= 1);
});

test('towards the end no task has more than half an even share of what is left', () => {
  const sizer = new ChunkSizer();
  for (let i = 0; i < 20; i++) sizer.observe(sizer.next(1e9, 4), 1e-6);
  assert.deepEqual([8000, 800, 80, 8, 1, 0].map((left) => sizer.next(left, 4)), [1000, 100, 10, 1, 1, 1]);
});

test('a size that the user has chosen stays', () => {
  const sizer = new ChunkSizer(7);
  sizer.observe(7, 1);
  sizer.observe(0, 0);
  assert.equal(sizer.next(3, 2), 7);
});
