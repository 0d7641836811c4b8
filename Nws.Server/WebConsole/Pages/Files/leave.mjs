/**
 * Asking a worker of a farm to leave.
 * @module
 */

import { send } from './api.mjs';
import { make } from './dom.mjs';
import { attempt, confirm } from './page.mjs';

/** Whether a worker is there. */
export const isPresent = (worker) => worker.state !== 'gone' && worker.state !== 'left';

/** Buttons for a worker that is there: to finish what it runs and leave, or to leave at once. */
export function leaveButtons(workspace, farm, worker) {
  if (!isPresent(worker)) return null;
  return [worker.leaves ? null : drainButton(workspace, farm, worker), ' ', stopButton(workspace, farm, worker)];
}

function drainButton(workspace, farm, { rank }) {
  return button('drain', 'Drain', rank, async () => {
    const detail = ['It takes no further task, finishes what it runs, and leaves.', loneliness(farm, rank)];
    if (!await confirm(`Let worker ${rank} finish and leave?`, detail, 'Drain worker')) return;
    await attempt(() => send('/farm/leave', { workspace, rank }), `Worker ${rank} has been asked to leave.`);
  });
}

function stopButton(workspace, farm, { rank }) {
  return button('stop', 'Stop', rank, async () => {
    const detail = ['It leaves at once. What it runs begins anew on another worker.', loneliness(farm, rank)];
    if (!await confirm(`Stop worker ${rank} now?`, detail, 'Stop worker')) return;
    await attempt(() => send('/farm/leave', { workspace, rank, seconds: 0 }), `Worker ${rank} has been told to stop.`);
  });
}

function button(key, title, rank, press) {
  return make('button.danger.small', { type: 'button', 'data-key': `${key} ${rank}`, 'aria-label': `${title} worker ${rank}`, onclick: press }, title);
}

/** What happens when nobody else is there. */
function loneliness(farm, rank) {
  const others = farm.workers.some((worker) => worker.rank !== rank && !worker.leaves && isPresent(worker));
  return others ? '' : ' No other worker is there: tasks wait until one joins.';
}
