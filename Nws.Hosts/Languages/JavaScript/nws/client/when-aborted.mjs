const actions = new WeakMap();

/**
 * Does something when a signal is aborted, at once if it is already. However many wait for the same signal, it has one
 * listener: Node.js warns of more than ten.
 * @param {AbortSignal|undefined} signal
 * @param {() => void} action
 * @returns {() => void} to be called when the action is no longer wanted
 */
export function whenAborted(signal, action) {
  if (!signal) return () => {};
  if (signal.aborted) {
    action();
    return () => {};
  }
  const entry = actions.get(signal) ?? listenTo(signal);
  const call = () => action();
  entry.calls.add(call);
  return () => {
    if (entry.calls.delete(call) && entry.calls.size === 0) entry.end();
  };
}

/**
 * Waits for something that cannot be aborted itself, and then goes on by itself.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>} rejected with the signal's reason, if that comes first
 */
export async function unlessAborted(promise, signal) {
  if (!signal) return promise;
  let forget;
  const aborted = new Promise((_, reject) => { forget = whenAborted(signal, () => reject(signal.reason)); });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    forget();
  }
}

function listenTo(signal) {
  const calls = new Set();
  const end = () => {
    signal.removeEventListener('abort', all);
    actions.delete(signal);
  };
  const all = () => {
    end();
    for (const call of calls) call();
  };
  signal.addEventListener('abort', all);
  const entry = { calls, end };
  actions.set(signal, entry);
  return entry;
}
