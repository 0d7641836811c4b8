/**
 * Calls to the server, and its events.
 * @module
 */

const BASE = '/api/v1';

/** The server refused; the message is for people. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? '';
  }
}

/** The address of a call, with parameters; those that are undefined or empty are left out, unless they name something. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === null) continue;
    if (value === '' && !['workspace', 'variable', 'after', 'name'].includes(name)) continue;
    query.set(name, String(value));
  }
  const text = query.toString();
  return `${path}${text === '' ? '' : '?'}${text}`;
}

/** The address of a call of the API. */
export const call = (path, parameters) => address(BASE + path, parameters);

async function request(method, path, parameters, { body, type, signal } = {}) {
  let response;
  try {
    response = await fetch(call(path, parameters), { method, body, signal, headers: type ? { 'content-type': type } : {} });
  } catch (fault) {
    if (fault.name === 'AbortError') throw fault;
    throw new ApiError(0, { detail: 'The server does not answer.' });
  }
  if (response.status === 401 && path !== '/session') {
    location.assign(address('/sign-in', { next: location.pathname + location.search }));
    return new Promise(() => {});
  }
  if (response.status === 204) return null;
  const content = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, content);
  return content;
}

export const get = (path, parameters, options) => request('GET', path, parameters, options);
export const remove = (path, parameters) => request('DELETE', path, parameters);
export const post = (path, parameters, content) => request('POST', path, parameters, { body: JSON.stringify(content), type: 'application/json' });
export const put = (path, parameters, content) => request('PUT', path, parameters, { body: JSON.stringify(content), type: 'application/json' });

/** Sends a body as it is. */
export const send = (path, parameters, body, type) => request('POST', path, parameters, { body, type });

/** Fetches a value: the text of its JSON, or null if none is there. */
export async function take(workspace, variable) {
  const response = await fetch(call('/fetch', { workspace, variable, timeout: 0 }), { method: 'POST' });
  if (response.status === 204) return null;
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, JSON.parse(text));
  return text;
}

/**
 * Hears of changes until the page is left; tells whether it still hears.
 * @param {Record<string, unknown>} parameters Which changes.
 * @param {(event: string, data: any) => void} hear Called with each.
 * @param {(on: boolean) => void} state Called when hearing begins and ends.
 */
export function listen(parameters, hear, state) {
  let source = null;
  const begin = () => {
    source = new EventSource(call('/events', parameters));
    source.addEventListener('open', () => state(true));
    source.addEventListener('error', () => state(false));
    for (const event of ['changed', 'changes', 'change', 'lost', 'deleted']) {
      source.addEventListener(event, (message) => {
        if (event === 'deleted') end();
        hear(event, JSON.parse(message.data));
      });
    }
  };
  const end = () => {
    source?.close();
    source = null;
  };
  // A browser gives a server six connections for all its pages: a page that nobody sees needs none.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      end();
    } else if (source === null) {
      begin();
      hear('changes', { all: true });
    }
  });
  addEventListener('pagehide', end);
  begin();
}
