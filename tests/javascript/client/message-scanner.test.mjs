import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, nwsFile } from '../kit/nws.mjs';
import { SAMPLES } from '../kit/samples.mjs';

const { MessageScanner } = await import(nwsFile('client/message-scanner.mjs'));

/** The messages that a scanner finds in a stream that comes in chunks of a size. */
function scan(stream, size) {
  const messages = [];
  const scanner = new MessageScanner((message) => messages.push(Buffer.from(message)));
  for (let at = 0; at < stream.length; at += size) scanner.add(stream.subarray(at, at + size));
  return messages;
}

test('messages are found however they are cut', () => {
  const messages = SAMPLES.map(([, value]) => encode([1, 2, null, value])).filter((message) => message.length < 1000);
  const stream = Buffer.concat(messages);
  for (const size of [1, 2, 3, 5, 7, 64, stream.length]) assert.deepEqual(scan(stream, size), messages);
});

test('large values are found', () => {
  const messages = SAMPLES.map(([, value]) => encode(value)).filter((message) => message.length > 1000);
  assert.deepEqual(scan(Buffer.concat(messages), 65_536), messages);
});

test('what is not MessagePack is refused', () => {
  assert.throws(() => scan(Buffer.from([0x91, 0xc1]), 1), /not MessagePack/);
});

test('counts of a hostile server take no memory', () => {
  assert.deepEqual(scan(Buffer.from('ddffffffff01', 'hex'), 6), []);
});
