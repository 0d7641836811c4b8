/**
 * All farms.
 * @module
 */

import { address, get } from './api.mjs';
import { make, named, table } from './dom.mjs';
import { count } from './format.mjs';
import { heading, keepCurrent } from './page.mjs';

export async function open(main) {
  const list = make('div');
  main.append(heading('Farms'), list);
  await keepCurrent(list, async () => {
    const { farms } = await get('/farms');
    if (farms.length === 0) return [make('p.empty', {}, 'No farm is running. A Sleigh, or nws farm start, makes one.')];
    return [table('Farms', COLUMNS, farms)];
  });
}

const COLUMNS = [
  { title: 'Farm', head: true, cell: (row) => make('a', { href: address('/farm', { name: row.workspace }), 'data-key': row.workspace }, named(row.workspace)) },
  { title: 'Owner', wide: true, cell: (row) => named(row.owner) },
  { title: 'Kind', cell: (row) => (row.awaitsPeople ? make('span.tag.warn', {}, 'waits for workers') : row.standing ? 'standing' : 'sleigh') },
  { title: 'Workers', number: true, cell: (row) => (row.expected === undefined ? count(row.workers) : `${count(row.workers)} of ${count(row.expected)}`) },
  { title: 'Jobs', number: true, cell: (row) => count(row.jobs) },
  { title: 'Tasks waiting', number: true, cell: (row) => count(row.waiting) },
  { title: 'Running', number: true, cell: (row) => count(row.running) },
  { title: 'Done', number: true, cell: (row) => count(row.done) },
  { title: 'Failed', number: true, cell: (row) => count(row.failed) },
];
