// Decodes each frame on stdin with @msgpack/msgpack; answers with what Node's prompt would show and with its own encoding of it.
// A frame is four bytes of length (big-endian) and that many bytes.
import { decode, encode } from '@msgpack/msgpack';
import { inspect } from 'node:util';

const options = { useBigInt64: true };
const everything = { depth: Infinity, maxArrayLength: null, maxStringLength: null, breakLength: Infinity, compact: true };

// The library reads every 64-bit integer as BigInt; a number where it is safe is what a person would see.
function plain(value) {
  if (typeof value === 'bigint' && value === BigInt(Number(value)) && Number.isSafeInteger(Number(value))) return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value?.constructor === Object) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}

function writeFrame(content) {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(content.length);
  process.stdout.write(Buffer.concat([header, content]));
}

let received = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  received = Buffer.concat([received, chunk]);
  while (received.length >= 4 && received.length >= 4 + received.readUInt32BE()) {
    const end = 4 + received.readUInt32BE();
    const value = decode(new Uint8Array(received.subarray(4, end)), options);
    received = received.subarray(end);
    writeFrame(Buffer.from(inspect(plain(value), everything)));
    writeFrame(Buffer.from(encode(value, options)));
  }
}
