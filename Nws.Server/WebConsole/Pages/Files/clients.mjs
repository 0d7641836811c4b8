/**
 * Who is connected.
 * @module
 */

import { address, get } from './api.mjs';
import { make, named, table } from './dom.mjs';
import { count, plural, since } from './format.mjs';
import { heading, keepCurrent, searchBox } from './page.mjs';

export async function open(main, query) {
  const list = make('div');
  let refresh = () => {};
  main.append(heading('Clients'), searchBox('Search by address or name', query, () => refresh()), list);
  refresh = await keepCurrent(list, async () => {
    const { clients, total } = await get('/clients', { search: query.get('search') });
    if (clients.length === 0) return [make('p.empty', {}, 'Nobody is connected.')];
    return [table('Clients', COLUMNS, clients), make('p.soft', {}, plural(total, 'session'))];
  });
}

const COLUMNS = [
  { title: 'Client', head: true, cell: (row) => named(row.client) },
  { title: 'Session', number: true, cell: (row) => row.session },
  { title: 'Language', cell: (row) => row.language || make('span.soft', {}, '–') },
  { title: 'Operations', number: true, cell: (row) => count(row.operations) },
  { title: 'In flight', number: true, cell: (row) => count(row.inFlight) },
  { title: 'Blocked on', wide: true, cell: (row) => (row.waiting === 0 ? make('span.soft', {}, 'nothing') : row.blockedOn.map(blocked)) },
  { title: 'Owns', wide: true, cell: (row) => (row.owns.length === 0 ? make('span.soft', {}, 'nothing') : row.owns.map((name) => make('div', {}, make('a', { href: address('/workspace', { name }) }, named(name))))) },
  { title: 'Last operation', cell: (row) => (row.lastTime ? `${row.lastOperation}, ${since(row.lastTime)} ago` : '–') },
];

function blocked(wait) {
  const names = wait.variables.map((variable, i) => [i === 0 ? ' ' : ' or ', make('a', { href: address('/variable', { workspace: wait.workspace, name: variable }) }, named(variable))]);
  return make('div', {}, wait.kind.toLowerCase(), names.flat(), ' in ', named(wait.workspace));
}
