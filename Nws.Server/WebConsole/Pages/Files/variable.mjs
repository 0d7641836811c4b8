/**
 * One variable: its values, and who waits for them.
 * @module
 */

import { address, call, get, remove, take } from './api.mjs';
import { make, named, show, table } from './dom.mjs';
import { clock, count, duration, plural, since, size } from './format.mjs';
import { attempt, confirm, crumbs, field, heading, keepCurrent, notify, pager } from './page.mjs';
import { notationChoice } from './notation.mjs';
import { storeCard } from './store.mjs';

export async function open(main, query) {
  const place = { workspace: query.get('workspace') ?? '', variable: query.get('name') ?? '' };
  const list = make('div');
  const waiting = make('div');
  const about = make('div');
  const store = make('div');
  const notation = notationChoice(() => refresh());
  let refresh = () => {};
  const changed = () => refresh();
  main.append(crumbs(['Workspaces', '/'], [place.workspace, address('/workspace', { name: place.workspace })], [place.variable]), heading(place.variable, 'Variable'), about,
    make('div.row.spread', {}, field('Values as', notation), jump(query), fetchButton(place, changed)), list, waiting, store, deleteCard(place));
  const card = storeCard(place.workspace, place.variable, changed);
  const shown = keepCurrent(list, async () => {
    const after = query.get('after') ?? undefined;
    const [variable, page, { waits }] = await Promise.all([get('/variable', place), get('/values', { ...place, after, notation: notation.value }), get('/waits', place)]);
    about.replaceChildren(...describe(variable));
    show(waiting, waits.length === 0 ? null : waitTable(waits));
    if (page.values.length === 0) return [make('p.empty', {}, variable.mode === 'unknown' ? 'Nobody has stored a value here yet.' : 'No values.')];
    return [table('Values', columns(place, changed), page.values), pager(query, page.next, `${plural(page.total, 'value')}, ${count(page.stored)} stored since it was made`)];
  }, { workspace: place.workspace, gather: 0.5 }, (data) => data.variables.includes(place.variable));
  refresh = await shown;
  store.replaceWith(await card);
}

function describe(variable) {
  const parts = [`Mode ${variable.mode}`, plural(variable.fetchers, 'fetcher'), plural(variable.finders, 'finder'), size(variable.bytes)];
  if (variable.delayed > 0) parts.push(`${count(variable.delayed)} to appear later`);
  if (variable.buried > 0) parts.push(`${count(variable.buried)} buried`);
  return [make('p.soft', {}, parts.join(' · '))];
}

function columns(place, changed) {
  return [
    { title: 'Index', number: true, cell: (row) => make('a', { href: address('/value', { ...place, index: row.index }), 'data-key': `open ${row.index}`, 'aria-label': `Value ${row.index}` }, row.index) },
    { title: 'Kind', cell: (row) => kindOf(row) },
    { title: 'Value', wide: true, cell: (row) => shown(place, row) },
    { title: 'Size', number: true, cell: (row) => size(row.size) },
    { title: 'Stored', cell: (row) => make('time', { datetime: row.time, title: clock(row.time) }, `${since(row.time)} ago`) },
    { title: 'Actions', act: true, cell: (row) => deleteButton(place, row, changed) },
  ];
}

/** The kind of a value in words. */
export function kindOf(row) {
  const words = row.kind.replace(/[A-Z]|\d+/g, (part) => ` ${part.toLowerCase()}`);
  if (row.shape) return `${row.type} array ${row.shape.length === 0 ? '' : row.shape.join(' × ')}`;
  return row.count === undefined ? words : `${words} of ${count(row.count)}`;
}

function shown(place, row) {
  if (row.image) return make('img.thumb', { src: call('/value/content', { ...place, index: row.index }), alt: `Value ${row.index}, an image`, loading: 'lazy' });
  return make('span.value.long', {}, row.text === '' ? make('span.soft', {}, '(empty)') : row.text);
}

function waitTable(waits) {
  return [make('h2', {}, 'Waiting here'), table('Waiting here', [
    { title: 'For', cell: (row) => row.kind },
    { title: 'Who', head: true, cell: (row) => named(row.client) },
    { title: 'How long', number: true, cell: (row) => duration(row.seconds) },
    { title: 'Hint', cell: (row) => row.hints.join(' ') },
  ], waits)];
}

function jump(query) {
  const input = make('input', { type: 'number', id: 'jump', min: 0, step: 1, inputmode: 'numeric' });
  const form = make('form.row', { class: 'row', onsubmit: (event) => {
    event.preventDefault();
    const other = new URLSearchParams(query);
    other.set('after', String(Math.max(-1, Number(input.value) - 1)));
    location.assign(`${location.pathname}?${other}`);
  } }, field('From index', input), make('button', { type: 'submit' }, 'Go'));
  return form;
}

function fetchButton(place, changed) {
  return make('button', { type: 'button', onclick: async () => {
    if (!await confirm('Fetch a value?', ['The next value of ', named(place.variable), ' is taken away and shown here. Nobody else gets it.'], 'Fetch')) return;
    await attempt(async () => {
      const text = await take(place.workspace, place.variable);
      notify(text === null ? 'There was no value.' : `Fetched: ${text.length > 500 ? `${text.slice(0, 500)}…` : text}`);
      await changed();
    });
  } }, 'Fetch a value');
}

function deleteButton(place, row, changed) {
  return make('button.danger.small', { type: 'button', 'data-key': `delete ${row.index}`, 'aria-label': `Delete value ${row.index}`, onclick: async () => {
    if (!await confirm('Delete this value?', `Value ${row.index} is lost; nobody fetches it.`, 'Delete value')) return;
    if (await attempt(() => remove('/values', { ...place, index: row.index }), 'The value was deleted.')) await changed();
  } }, 'Delete');
}

function deleteCard(place) {
  return make('p', {}, make('button.danger', { type: 'button', onclick: async () => {
    if (!await confirm('Delete this variable?', ['All values of ', named(place.variable), ' are lost; whoever waits there is told.'], 'Delete variable')) return;
    if (await attempt(() => remove('/variables', place))) location.assign(address('/workspace', { name: place.workspace }));
  } }, 'Delete variable'));
}
