/**
 * Who waits for what, and why it does not come.
 * @module
 */

import { address, get } from './api.mjs';
import { restOfSleighs } from './at-rest.mjs';
import { make, named } from './dom.mjs';
import { duration, plural } from './format.mjs';
import { heading, keepCurrent } from './page.mjs';

export async function open(main) {
  const list = make('div');
  main.append(heading('Waiting'), make('p.soft', {}, 'Every request that is blocked, the one that waits longest first.'), list);
  await keepCurrent(list, async () => {
    const { waits } = await get('/waits');
    if (waits.length === 0) return [make('p.empty', {}, 'Nobody waits.')];
    const isAtRest = restOfSleighs(waits);
    const [others, atRest] = [waits.filter((wait) => !isAtRest(wait)), waits.filter(isAtRest)];
    const sleighs = new Set(atRest.map((wait) => wait.workspace));
    return [make('p', {}, plural(others.length, 'request')), ...others.map(sentence), ...Array.from(sleighs, (workspace) => resting(workspace, atRest))];
  });
}

function resting(workspace, atRest) {
  const waits = atRest.filter((wait) => wait.workspace === workspace);
  return make('p.soft', {}, 'The keeper and the workers of ', make('a', { href: address('/workspace', { name: workspace }) }, named(workspace)), ` wait for tasks, by ${plural(waits.length, 'request')}.`);
}

function sentence(wait) {
  const names = wait.variables.map((variable, i) => [i === 0 ? '' : ' or ', make('a', { href: address('/variable', { workspace: wait.workspace, name: variable }) }, named(variable))]);
  return make('article.card', {},
    make('p', {}, make('strong', {}, named(wait.client)), ` has waited ${duration(wait.seconds)} to ${wait.kind} `, names.flat(), ' in workspace ',
      make('a', { href: address('/workspace', { name: wait.workspace }) }, named(wait.workspace)), '.'),
    wait.cycle.length > 0 ? make('p', {}, make('span.tag.warn', {}, 'circle'), ` Sessions ${wait.cycle.join(', ')} seem to wait for each other.`) : null,
    wait.stored.map((mark) => make('p.soft', {}, 'The last to store in ', named(mark.variable), ' was ', named(mark.client), `, ${duration(mark.seconds)} ago.`)),
    wait.hints.map((hint) => make('p.soft', {}, hint)));
}
