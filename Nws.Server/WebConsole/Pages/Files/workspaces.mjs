/**
 * All workspaces.
 * @module
 */

import { address, get, post, remove } from './api.mjs';
import { make, named, table } from './dom.mjs';
import { count, plural, size } from './format.mjs';
import { attempt, confirm, field, form, heading, keepCurrent, notify, pager, searchBox } from './page.mjs';

const PROTECTED = '__default';

export async function open(main, query) {
  const list = make('div');
  let refresh = () => {};
  main.append(heading('Workspaces'), make('div.row.spread', {}, searchBox('Search by name', query, () => refresh())), list, newWorkspace());
  refresh = await keepCurrent(list, async () => {
    const page = await get('/workspaces', { search: query.get('search'), after: query.get('after') ?? undefined });
    if (page.workspaces.length === 0) return [make('p.empty', {}, query.get('search') ? 'No workspace has such a name.' : 'There are no workspaces.')];
    return [table('Workspaces', columns(() => refresh()), page.workspaces), pager(query, page.next, plural(page.total, 'workspace'))];
  });
}

function columns(changed) {
  return [
    { title: 'Workspace', head: true, cell: (row) => make('a', { href: address('/workspace', { name: row.name }), 'data-key': `open ${row.name}` }, named(row.name)) },
    { title: 'Owner', wide: true, cell: (row) => (row.owner === '' ? make('span.soft', {}, 'nobody') : named(row.owner)) },
    { title: 'Lasts', cell: (row) => (row.persistent ? make('span.tag', {}, 'persistent') : make('span.soft', {}, row.owner === '' ? 'until deleted' : 'as its owner')) },
    { title: 'Variables', number: true, cell: (row) => count(row.variables) },
    { title: 'Values', number: true, cell: (row) => count(row.values) },
    { title: 'Waiting', number: true, cell: (row) => count(row.waiters) },
    { title: 'Memory', number: true, cell: (row) => size(row.bytes) },
    { title: 'Actions', act: true, cell: (row) => (row.name === PROTECTED ? null : deleteButton(row, changed)) },
  ];
}

function deleteButton(row, changed) {
  return make('button.danger.small', { type: 'button', 'data-key': `delete ${row.name}`, 'aria-label': `Delete workspace ${row.name}`, onclick: async () => {
    const detail = ['Everything in ', named(row.name), ` is lost: ${plural(row.variables, 'variable')}, ${plural(row.values, 'value')}. Whoever waits there is told.`];
    if (!await confirm('Delete this workspace?', detail, 'Delete workspace')) return;
    if (await attempt(() => remove('/workspaces', { workspace: row.name }), 'The workspace was deleted.')) await changed();
  } }, 'Delete');
}

function newWorkspace() {
  const name = make('input', { id: 'new-name', required: true, autocomplete: 'off', spellcheck: 'false' });
  const persistent = make('input', { type: 'checkbox', id: 'new-persistent' });
  const fields = [field('Name', name), make('label.check', { for: 'new-persistent' }, persistent, 'Persistent: a server with a data file keeps it when it ends')];
  return make('details.card', {}, make('summary', {}, 'Make a workspace'), form('Make workspace', fields, async () => {
    await post('/workspaces', {}, { name: name.value, persistent: persistent.checked });
    notify('The workspace was made.');
    location.assign(address('/workspace', { name: name.value }));
  }));
}
