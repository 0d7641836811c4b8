/**
 * The form that stores a value.
 * @module
 */

import { get, post, send } from './api.mjs';
import { make } from './dom.mjs';
import { field, form, notify } from './page.mjs';

const NAMES = { csharp: 'C# expression', python: 'Python expression', javascript: 'JavaScript expression', r: 'R expression' };

/**
 * @param {string} workspace Where to store.
 * @param {string | null} variable The variable; null: it is asked for.
 * @param {() => void} stored Called when a value was stored.
 */
export async function storeCard(workspace, variable, stored) {
  const { languages } = await get('/server');
  const name = make('input', { id: 'store-name', autocomplete: 'off', spellcheck: 'false' });
  const kind = make('select', { id: 'store-kind' },
    [['text', 'Text'], ['json', 'JSON'], ['file', 'File (bytes)'], ...languages.map((language) => [language, NAMES[language] ?? language])].map(([value, title]) => make('option', { value }, title)));
  const text = make('textarea.code', { id: 'store-value', spellcheck: 'false', rows: 4 });
  const file = make('input', { type: 'file', id: 'store-file' });
  const textField = field('Value', text);
  const fileField = field('File', file);
  fileField.hidden = true;
  kind.addEventListener('change', () => {
    fileField.hidden = kind.value !== 'file';
    textField.hidden = kind.value === 'file';
  });
  const fields = [make('div.row', {}, variable === null ? field('Variable', name) : null, field('Kind', kind)), textField, fileField];
  return make('details.card', {}, make('summary', {}, 'Store a value'), form('Store', fields, async () => {
    await store({ workspace, variable: variable ?? name.value }, kind.value, text.value, file.files[0]);
    notify('The value was stored.');
    await stored();
  }));
}

function store(place, kind, text, file) {
  if (kind === 'text') return send('/values', place, text, 'text/plain');
  if (kind === 'json') return send('/values', place, text, 'application/json');
  if (kind !== 'file') return post('/expressions', place, { language: kind, code: text });
  if (!file) throw new Error('Choose a file first.');
  return send('/values', place, file, 'application/octet-stream');
}
