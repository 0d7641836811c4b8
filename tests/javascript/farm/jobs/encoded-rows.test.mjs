import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encode, nwsFile } from '../../kit/nws.mjs';

const { EncodedRows } = await import(nwsFile('farm/jobs/encoded-rows.mjs'));

function rowsOf(...values) {
  const rows = new EncodedRows();
  for (const value of values) rows.add([value]);
  return rows;
}
const decoded = ({ args }) => decode(encode(args));

test('rows come out in their order, however they are taken', () => {
  const values = Array.from({ length: 5000 }, (_, i) => i % 7 === 0 ? 'x'.repeat(i) : i);
  const rows = rowsOf(...values);
  const taken = [];
  for (let size = 1; rows.left > 0; size = size % 300 + 1) taken.push(...decoded(rows.take(size)));
  assert.deepEqual(taken, values.map((value) => [value]));
});

test('what was taken stays as it was when others come', () => {
  const rows = rowsOf('first');
  const first = rows.take(1);
  for (let i = 0; i < 1000; i++) rows.add(['x'.repeat(100)]);
  assert.deepEqual(decoded(first), [['first']]);
  assert.equal(rows.left, 1000);
});

test('no more bytes are taken than wanted, but always a row', () => {
  const rows = rowsOf('x'.repeat(100), 'y'.repeat(100), 'z');
  assert.equal(decoded(rows.take(3, 50)).length, 1);
  const { args, bytes } = rows.take(3, 150);
  assert.deepEqual([args.length, bytes], [2, 103 + 3]);
});

test('a row that cannot be sent is named, and the others stay', () => {
  const rows = rowsOf(1, 2);
  assert.throws(() => rows.add([{ f: () => 1 }]), {
    name: 'NwsValueError', message: "element 2: a function cannot be stored, at [0]['f']",
  });
  assert.deepEqual(decoded(rows.take(9)), [[1], [2]]);
});

test('a row is refused if it is too deep for the task around it', () => {
  const nested = (depth) => depth === 0 ? 1 : [nested(depth - 1)];
  const rows = rowsOf(nested(253));
  assert.throws(() => rows.add([nested(254)]), /element 1: more than 256 containers are inside each other/);
  assert.deepEqual(decode(encode({ args: rows.take(1).args })), { args: [[nested(253)]] });
});
