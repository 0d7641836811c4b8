/**
 * In which notation values are shown; remembered from page to page.
 * @module
 */

import { make } from './dom.mjs';

const KEY = 'nws notation';
const CHOICES = [['plain', 'JSON, text as it is'], ['python', 'Python'], ['javascript', 'JavaScript'], ['csharp', 'C#'], ['json', 'JSON']];

export function notationChoice(changed) {
  const last = localStorage.getItem(KEY) ?? 'plain';
  const choice = make('select', { id: 'notation' }, CHOICES.map(([value, title]) => make('option', { value, selected: value === last }, title)));
  choice.addEventListener('change', () => {
    localStorage.setItem(KEY, choice.value);
    changed();
  });
  return choice;
}
