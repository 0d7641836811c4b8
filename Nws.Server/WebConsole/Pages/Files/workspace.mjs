/**
 * One workspace: its variables.
 * @module
 */

import { address, get, put, remove } from './api.mjs';
import { make, named, table } from './dom.mjs';
import { count, plural, size } from './format.mjs';
import { attempt, confirm, crumbs, field, form, heading, keepCurrent, notify, pager, searchBox } from './page.mjs';
import { storeCard } from './store.mjs';

export async function open(main, query) {
  const workspace = query.get('name') ?? '';
  const list = make('div');
  const summary = make('p.soft');
  let refresh = () => {};
  const changed = () => refresh();
  const store = make('div');
  main.append(crumbs(['Workspaces', '/'], [workspace]), heading(workspace, 'Workspace'), summary, make('div.row.spread', {}, searchBox('Search by name', query, changed)), list,
    store, declareCard(workspace, changed), deleteCard(workspace));
  const card = storeCard(workspace, null, changed);
  const shown = keepCurrent(list, async () => {
    const [about, page] = await Promise.all([get('/workspace', { workspace }), get('/variables', { workspace, search: query.get('search'), after: query.get('after') ?? undefined })]);
    summary.textContent = `${about.owner === '' ? 'Nobody owns it' : `Owned by ${about.owner}`} · ${about.persistent ? 'persistent' : 'not persistent'} · ${plural(about.values, 'value')} · ${size(about.bytes)}`;
    if (page.variables.length === 0) return [make('p.empty', {}, query.get('search') ? 'No variable has such a name.' : 'No variables.')];
    return [table('Variables', columns(workspace, changed), page.variables), pager(query, page.next, plural(page.total, 'variable'))];
  }, { workspace, gather: 0.5 });
  refresh = await shown;
  store.replaceWith(await card);
}

function columns(workspace, changed) {
  return [
    { title: 'Variable', head: true, cell: (row) => make('a', { href: address('/variable', { workspace, name: row.name }), 'data-key': `open ${row.name}` }, named(row.name)) },
    { title: 'Mode', cell: (row) => row.mode },
    { title: 'Values', number: true, cell: (row) => count(row.values) },
    { title: 'Fetchers', number: true, cell: (row) => count(row.fetchers) },
    { title: 'Finders', number: true, cell: (row) => count(row.finders) },
    { title: 'Set aside', number: true, cell: (row) => (row.delayed + row.buried === 0 ? '–' : `${row.delayed} later, ${row.buried} buried`) },
    { title: 'Memory', number: true, cell: (row) => size(row.bytes) },
    { title: 'Actions', act: true, cell: (row) => deleteButton(workspace, row, changed) },
  ];
}

function deleteButton(workspace, row, changed) {
  return make('button.danger.small', { type: 'button', 'data-key': `delete ${row.name}`, 'aria-label': `Delete variable ${row.name}`, onclick: async () => {
    const detail = ['Variable ', named(row.name), ` has ${plural(row.values, 'value')}; ${plural(row.fetchers + row.finders, 'request')} waiting there will be told.`];
    if (!await confirm('Delete this variable?', detail, 'Delete variable')) return;
    if (await attempt(() => remove('/variables', { workspace, variable: row.name }), 'The variable was deleted.')) await changed();
  } }, 'Delete');
}

/** The choice of a mode. */
function modeChoice() {
  return make('select', { id: 'declare-mode' }, ['fifo', 'lifo', 'multi', 'single'].map((mode) => make('option', { value: mode }, mode)));
}

function declareCard(workspace, changed) {
  const name = make('input', { id: 'declare-name', autocomplete: 'off', spellcheck: 'false' });
  const mode = modeChoice();
  return make('details.card', {}, make('summary', {}, 'Declare a variable'),
    make('p.soft', {}, 'fifo gives the oldest value first, lifo the newest, multi any, single keeps only the last.'),
    form('Declare', [make('div.row', {}, field('Variable', name), field('Mode', mode))], async () => {
      await put('/variables', { workspace, variable: name.value }, { mode: mode.value });
      notify('The variable was declared.');
      await changed();
    }));
}

function deleteCard(workspace) {
  if (workspace === '__default') return null;
  const button = make('button.danger', { type: 'button', onclick: async () => {
    if (!await confirm('Delete this workspace?', ['Everything in ', named(workspace), ' is lost. Whoever waits there is told.'], 'Delete workspace')) return;
    if (await attempt(() => remove('/workspaces', { workspace }))) location.assign('/');
  } }, 'Delete workspace');
  return make('p', {}, button);
}
