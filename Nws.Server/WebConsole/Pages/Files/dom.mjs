/**
 * Making elements. Whatever comes from somebody goes in as text: nothing here takes markup.
 * @module
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 * @param {string} name Its name, with classes behind dots: `td.n`.
 * @param {Record<string, unknown>} [properties] Attributes; `on…` functions listen; undefined, null and false are left out.
 * @param {...(Node | string | number | null | undefined | false)} children What is in it.
 * @returns {HTMLElement}
 */
export function make(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  return fill(element, properties, children);
}

/** Makes an element of a drawing. */
export function draw(name, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** Shows other children in an element; the focus stays on what has the same `id` or `data-key`, if it was inside. */
export function show(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key ?? focused?.id;
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!key) return;
  const again = [...element.querySelectorAll('[data-key], [id]')].find((other) => (other.dataset.key ?? other.id) === key);
  again?.focus({ preventScroll: true });
}

/** A name that somebody chose, shown as it is; one without anything to see is described. */
export function named(name, { long = true } = {}) {
  const shown = /^\s*$/u.test(name) ? `(${name === '' ? 'no name' : 'blanks'})` : visible(name);
  return make(long && name.length > 200 ? 'bdi.name.long' : 'bdi.name', { title: name.length > 200 ? `${name.length} characters` : null }, shown);
}

/** Control characters and marks that turn the direction are shown as what they are. */
function visible(name) {
  return name.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (mark) => `\\u${mark.codePointAt(0).toString(16).padStart(4, '0')}`);
}

/** A short form of a name for titles and messages. */
export function brief(name) {
  const shown = visible(name);
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

/**
 * A table that becomes a list of cards where there is little room.
 * @param {string} label What it is, for those who do not see it.
 * @param {{ title: string, number?: boolean, cell: (row: any) => any, wide?: boolean, head?: boolean, act?: boolean }[]} columns
 * @param {any[]} rows
 */
export function table(label, columns, rows) {
  const head = make('tr', {}, columns.map((column) => make(column.number ? 'th.n' : 'th', { scope: 'col' }, column.act ? make('span.soft', {}, column.title) : column.title)));
  const body = rows.map((row) => make('tr', {}, columns.map((column) => cellOf(column, row))));
  return make('div.scroll', { tabindex: 0, role: 'region', 'aria-label': label },
    make('table.stack', {}, make('thead', {}, head), make('tbody', {}, body)));
}

function cellOf(column, row) {
  if (column.head) return make('th', { scope: 'row' }, column.cell(row));
  const kind = column.number ? 'td.n' : column.wide ? 'td.wide' : column.act ? 'td.act' : 'td';
  return make(kind, { 'data-label': column.act ? null : column.title }, column.cell(row));
}

/** Facts with their names. */
export function facts(pairs) {
  return make('dl.facts', {}, pairs.filter(Boolean).map(([name, content]) => make('div', {}, make('dt', {}, name), make('dd', {}, content))));
}
