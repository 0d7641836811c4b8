const SHORTEST_PAUSE = 20;
const LONGEST_PAUSE = 1000;
const FINAL = new Set(['no_session', 'unauthorized', 'unsupported']);

/**
 * Tries to get something again and again, for so long.
 * @template T
 * @param {number} seconds
 * @param {(signal: AbortSignal) => Promise<T>} attempt
 * @param {object} options
 * @param {AbortSignal} options.signal gives up
 * @param {(timer: NodeJS.Timeout) => void} options.watch is given the timer of each pause
 * @returns {Promise<T>}
 * @throws {Error} it failed; the message says for how long it was tried
 */
export async function tryFor(seconds, attempt, { signal, watch }) {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  for (let pause = 0; ; pause = Math.min(pause * 2 || SHORTEST_PAUSE, LONGEST_PAUSE)) {
    await rest(pause, signal, watch);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new Error('no answer in time')),
      Math.max((seconds - elapsed()) * 1000, SHORTEST_PAUSE));
    watch(timer);
    const stop = () => limit.abort(signal.reason);
    signal.addEventListener('abort', stop);
    try {
      return await attempt(limit.signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (FINAL.has(error.code) || elapsed() >= seconds) {
        const reason = `the session could not be resumed, tried for ${elapsed().toFixed(1)} s: ${error.message}`;
        throw new Error(reason, { cause: error });
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }
}

function rest(milliseconds, signal, watch) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    watch(timer);
    signal.addEventListener('abort', stop, { once: true });
  });
}
