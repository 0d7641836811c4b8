import { runInNewContext } from 'node:vm';

const OF_SLEIGH = ['SleighArguments', 'SleighRank', 'SleighWorkerCount', 'SleighNws', 'SleighUserNws', 'require'];
const OF_NODE = `
  AbortController AbortSignal Blob BroadcastChannel Buffer ByteLengthQueuingStrategy CloseEvent CompressionStream
  CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DecompressionStream Event EventSource EventTarget File
  FormData Headers MessageChannel MessageEvent MessagePort Navigator Performance PerformanceEntry PerformanceMark
  PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming
  ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest
  ReadableStreamDefaultController ReadableStreamDefaultReader Request Response SubtleCrypto TextDecoder
  TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController URL URLPattern
  URLSearchParams WebAssembly WebSocket WritableStream WritableStreamDefaultController WritableStreamDefaultWriter atob
  btoa clearImmediate clearInterval clearTimeout console crypto fetch global navigator performance process
  queueMicrotask setImmediate setInterval setTimeout structuredClone`.trim().split(/\s+/);

let names;

/**
 * The global variables that every task finds: those of the language, of Node.js, and of the Sleigh. What a program has
 * added to its own globals is not among them.
 * @returns {Set<string>}
 */
export function workerGlobals() {
  if (!names) {
    const ofLanguage = runInNewContext('Object.getOwnPropertyNames(globalThis)');
    const ofNode = OF_NODE.filter((name) => Object.hasOwn(globalThis, name));
    names = new Set([...ofLanguage, ...ofNode, ...OF_SLEIGH]);
  }
  return names;
}
