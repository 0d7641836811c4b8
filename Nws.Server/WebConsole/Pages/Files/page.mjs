/**
 * What pages have in common: their head, how they stay up to date, how they ask and tell.
 * @module
 */

import { listen } from './api.mjs';
import { brief, make, named, show } from './dom.mjs';

const STEADY = 5000;
const SETTLE = 150;

/** The way from the top to a page. */
export function crumbs(...steps) {
  const items = steps.map(([name, href]) => make('li', {}, href ? make('a', { href }, named(name, { long: true })) : make('span', { 'aria-current': 'page' }, named(name))));
  return make('nav.crumbs', { 'aria-label': 'Where you are' }, make('ol', {}, items));
}

/** The page's title, in the window and in the page. */
export function heading(title, kind = '') {
  document.title = `${kind ? `${kind} ` : ''}${brief(title)} – Nws`;
  return make('h1', {}, kind ? make('span.soft', {}, `${kind} `) : null, named(title));
}

/** Tells what was done or went wrong, also to those who only listen. */
export function notify(text) {
  const notice = document.getElementById('notice');
  notice.textContent = text;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { notice.textContent = ''; }, 8000);
}

/** Does something and tells how it ended. */
export async function attempt(what, done) {
  try {
    await what();
    if (done) notify(done);
    return true;
  } catch (fault) {
    notify(fault.message);
    return false;
  }
}

/**
 * Keeps a part of a page up to date: loads it now, whenever something happened that it listens for, and every few seconds while it is looked at.
 * @param {HTMLElement} part Where the content goes.
 * @param {() => Promise<any>} load Gives the content.
 * @param {Record<string, unknown>} events Which changes it listens for.
 * @param {(data: any) => boolean} [concerns] Whether a change concerns it.
 * @returns {Promise<() => Promise<void>>} Loads it again.
 */
export async function keepCurrent(part, load, events = {}, concerns = () => true) {
  let running = null;
  let again = false;
  const refresh = async () => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await fillPart(part, load);
      } while (again);
    })();
    await running;
    running = null;
  };
  await refresh();
  let settling = null;
  const soon = () => {
    settling ??= setTimeout(() => {
      settling = null;
      refresh();
    }, SETTLE);
  };
  listen(events, (event, data) => {
    if (event !== 'changes' || data.all || concerns(data)) soon();
  }, showLive);
  setInterval(() => {
    if (!document.hidden) soon();
  }, STEADY);
  return refresh;
}

async function fillPart(part, load) {
  try {
    show(part, await load());
    part.dataset.loaded = 'true';
  } catch (fault) {
    if (part.dataset.loaded && fault.status === 0) return; // what was seen last stays, and the light says that it is old
    show(part, make('p.error', { role: 'alert' }, fault.message));
  }
}

function showLive(on) {
  const live = document.getElementById('live');
  const text = on ? 'Live' : 'Not connected';
  live.dataset.state = on ? 'on' : 'off';
  if (live.textContent !== text) live.textContent = text;
}

/** A field with its label. */
export function field(label, control) {
  return make('div', {}, make('label', { for: control.id }, label), control);
}

/**
 * A box to search in. What was searched for is in the address, so that it can be kept and sent on.
 * @param {string} label What is searched.
 * @param {URLSearchParams} query The page's address.
 * @param {() => void} changed Called when another text is searched for.
 */
export function searchBox(label, query, changed) {
  const input = make('input', { type: 'search', id: 'search', name: 'search', autocomplete: 'off', spellcheck: 'false', value: query.get('search') ?? '' });
  let settling;
  input.addEventListener('input', () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      query.delete('after');
      if (input.value === '') query.delete('search');
      else query.set('search', input.value);
      history.replaceState(null, '', `${location.pathname}?${query}`);
      changed();
    }, SETTLE);
  });
  return make('search', {}, field(label, input));
}

/** Links to the next page and back to the first. */
export function pager(query, next, text) {
  const to = (after) => {
    const other = new URLSearchParams(query);
    if (after === null) other.delete('after');
    else other.set('after', after);
    return `${location.pathname}?${other}`;
  };
  return make('nav.pager', { 'aria-label': 'More pages' },
    make('span.soft', {}, text),
    query.has('after') ? make('a.button', { href: to(null), 'data-key': 'first-page' }, 'First page') : null,
    next !== undefined && next !== null ? make('a.button', { href: to(next), 'data-key': 'next-page', rel: 'next' }, 'Next page') : null);
}

/**
 * Asks before something is lost.
 * @returns {Promise<boolean>} Whether to go on.
 */
export function confirm(question, detail, action) {
  return new Promise((resolve) => {
    const cancel = make('button', { type: 'button' }, 'Cancel');
    const go = make('button.danger', { type: 'button' }, action);
    const dialog = make('dialog', { 'aria-labelledby': 'question' }, make('h2', { id: 'question' }, question), make('p', {}, detail), make('div.row', {}, cancel, go));
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    cancel.addEventListener('click', () => end(false));
    go.addEventListener('click', () => end(true));
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    cancel.focus();
  });
}

/** A form that tells its own faults. */
export function form(action, fields, submit, { main = true } = {}) {
  const error = make('p.error', { role: 'alert' });
  const button = make(main ? 'button.main' : 'button', { type: 'submit' }, action);
  const element = make('form.fields', {}, fields, error, make('div.row', {}, button));
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    error.textContent = '';
    button.disabled = true;
    try {
      await submit();
    } catch (fault) {
      error.textContent = fault.message;
    }
    button.disabled = false;
  });
  return element;
}
