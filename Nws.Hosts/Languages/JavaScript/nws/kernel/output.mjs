import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

const STREAMS = [undefined, 'stdout', 'stderr'];

/**
 * Sends everything the program prints to a callback instead, at the moment it is printed: by `console`, by
 * `process.stdout`, or by `fs` into the files 1 and 2. Programs that a task starts and native code print past it.
 * @param {(stream: 'stdout'|'stderr', text: string) => void} send
 */
export function captureOutput(send) {
  const sinks = STREAMS.map((name) => name && new Sink((text) => send(name, text)));
  for (const number of [1, 2]) {
    Object.defineProperty(process, STREAMS[number], { value: stream(sinks[number], number), configurable: true });
  }
  captureFiles((file) => sinks[file]);
  syncBuiltinESMExports();
}

class Sink {
  // A character may be written in pieces.
  #decoder = new StringDecoder('utf8');
  #send;

  constructor(send) {
    this.#send = send;
  }

  /** @returns {number} how many bytes that were */
  write(data, encoding) {
    const isText = typeof data === 'string';
    const bytes = isText && !isUtf8(encoding) ? Buffer.from(data, encoding) : data;
    const text = typeof bytes === 'string' ? bytes : this.#decoder.write(asBuffer(bytes));
    if (text) this.#send(text);
    return isText ? Buffer.byteLength(data, encoding) : data.byteLength;
  }
}

function stream(sink, number) {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk, encoding, done) {
      sink.write(chunk, encoding);
      done();
    },
  });
  // Past the machinery of streams, which an interrupt in the middle of it would leave waiting for ever.
  const write = (chunk, encoding, done = encoding) => {
    if (writable.writableEnded || (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk))) {
      return Writable.prototype.write.call(writable, chunk, encoding, done);
    }
    sink.write(chunk, typeof encoding === 'string' ? encoding : undefined);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  // A program that is given this stream as its own writes into the file itself.
  return Object.assign(writable, { write, fd: number });
}

function captureFiles(sinkOf) {
  replace('writeSync', (original) => (file, data, ...rest) => {
    const sink = sinkOf(file);
    return sink ? sink.write(...part(data, rest)) : original(file, data, ...rest);
  });
  replace('write', (original) => (file, data, ...rest) => {
    const sink = sinkOf(file);
    if (!sink) return original(file, data, ...rest);
    const done = rest.pop();
    const written = sink.write(...part(data, rest));
    return process.nextTick(done, null, written, data);
  });
  for (const name of ['writeFileSync', 'appendFileSync']) {
    replace(name, (original) => (file, data, options) => {
      const sink = sinkOf(file);
      return sink ? void sink.write(data, options?.encoding ?? options) : original(file, data, options);
    });
  }
}

function replace(name, make) {
  fs[name] = make(fs[name]);
}

/** The part of `data` that the further arguments of `fs.write` mean, and its encoding. */
function part(data, [first, second]) {
  if (typeof data === 'string') return [data, second];
  if (!ArrayBuffer.isView(data)) {
    throw new TypeError('what is written must be a string, a Buffer, a TypedArray or a DataView');
  }
  const { offset = 0, length = data.byteLength - offset } = typeof first === 'object' && first !== null
    ? first : { offset: first ?? 0, length: second ?? undefined };
  return [asBuffer(data).subarray(offset, offset + length)];
}

function asBuffer(view) {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function isUtf8(encoding) {
  return encoding === undefined || encoding === null || /^(?:utf-?8|buffer)$/i.test(encoding);
}
