import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Sends everything the program prints to a callback instead, at the moment it is printed.
 * @param {(stream: 'stdout'|'stderr', text: string) => void} send
 */
export function captureOutput(send) {
  for (const name of ['stdout', 'stderr']) {
    Object.defineProperty(process, name, { value: capturingStream((text) => send(name, text)), configurable: true });
  }
}

function capturingStream(send) {
  // A character may be written in pieces.
  const decoder = new StringDecoder('utf8');
  return new Writable({
    decodeStrings: false,
    write(chunk, encoding, done) {
      const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
      if (text) send(text);
      done();
    },
  });
}
