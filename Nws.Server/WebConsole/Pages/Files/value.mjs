/**
 * One value, as what it is: a table, an image, a text.
 * @module
 */

import { address, call, get, remove } from './api.mjs';
import { facts, make, show } from './dom.mjs';
import { clock, count, size } from './format.mjs';
import { attempt, confirm, crumbs, field, heading } from './page.mjs';
import { notationChoice } from './notation.mjs';
import { kindOf } from './variable.mjs';

const NUMBER = /^-?(\d|NaN|nan|inf|Infinity)/;

export async function open(main, query) {
  const place = { workspace: query.get('workspace') ?? '', variable: query.get('variable') ?? '' };
  const index = query.get('index') ?? '';
  const back = address('/variable', { workspace: place.workspace, name: place.variable });
  const content = make('section', { 'aria-label': 'Value' });
  const load = async () => {
    try {
      show(content, showValue({ ...place, index }, await get('/value', { ...place, index, notation: notation.value })));
    } catch (fault) {
      show(content, make('p.error', { role: 'alert' }, fault.message));
    }
  };
  const notation = notationChoice(load);
  main.append(crumbs(['Workspaces', '/'], [place.workspace, address('/workspace', { name: place.workspace })], [place.variable, back], [`value ${index}`]), heading(index, 'Value'),
    make('div.row', {}, field('Written as', notation),
      make('a.button', { href: call('/value/content', { ...place, index }), download: '' }, 'Download content'),
      make('a.button', { href: call('/value/content', { ...place, index, form: 'encoded' }), download: '' }, 'Download encoded'),
      make('button.danger', { type: 'button', onclick: async () => {
        if (!await confirm('Delete this value?', `Value ${index} is lost; nobody fetches it.`, 'Delete value')) return;
        if (await attempt(() => remove('/values', { ...place, index }))) location.assign(back);
      } }, 'Delete value')), content);
  await load();
}

function showValue(place, value) {
  const about = facts([
    ['Kind', kindOf(value)],
    ['Size', size(value.size)],
    ['Stored', make('time', { datetime: value.time }, clock(value.time))],
    value.deliveries > 0 ? ['Delivered before', count(value.deliveries)] : null,
    value.priority === 0 ? null : ['Priority', value.priority],
    value.length === undefined ? null : ['Length', `${count(value.length)} bytes`],
  ]);
  const parts = [about];
  if (value.image) parts.push(make('p', {}, make('img.preview', { src: call('/value/content', place), alt: `The image that is value ${place.index}` })));
  if (value.grid) parts.push(grid(value));
  if (value.clipped) parts.push(make('p.soft', {}, 'Only the beginning is shown. Download it to have all of it.'));
  if (!value.image) parts.push(make('h2', {}, value.grid ? 'Written out' : 'Content'), make('pre', { tabindex: 0, 'aria-label': 'Content', role: 'region' }, value.text));
  return parts;
}

function grid(value) {
  const { columns, rows } = value.grid;
  const head = make('tr', {}, make('th.n', { scope: 'col' }, '#'), columns.map((column, i) => make(NUMBER.test(rows[0]?.[i] ?? '') ? 'th.n' : 'th', { scope: 'col' }, column)));
  const body = rows.map((row, i) => make('tr', {}, make('th.n', { scope: 'row' }, i), row.map((cell) => make(NUMBER.test(cell) ? 'td.n' : 'td', {}, cell))));
  return make('div.scroll.grid', { tabindex: 0, role: 'region', 'aria-label': 'The value as a table' }, make('table', {}, make('thead', {}, head), make('tbody', {}, body)));
}
