/**
 * One farm: its workers, its jobs, what its tasks print.
 * @module
 */

import { address, get, remove, send } from './api.mjs';
import { facts, make, named, show, table } from './dom.mjs';
import { rateChart } from './chart.mjs';
import { count, plural, since } from './format.mjs';
import { isPresent, leaveButtons } from './leave.mjs';
import { attempt, confirm, crumbs, heading, keepCurrent, notify } from './page.mjs';

const OUTPUT_RECORDS = 40;

export async function open(main, query) {
  const workspace = query.get('name') ?? '';
  const content = make('section', { 'aria-label': 'Farm' });
  const output = make('section.card', { 'aria-label': 'Output' });
  const rest = make('div', { hidden: true }, output, make('p', {}, make('a', { href: address('/workspace', { name: workspace }) }, 'Its variables'), ' ', endButton(workspace)));
  main.append(crumbs(['Farms', '/farms'], [workspace]), heading(workspace, 'Farm'), content, rest);
  await keepCurrent(content, async () => {
    const [{ farm, history }, printed] = await Promise.all([get('/farm', { workspace }), get('/farm/output', { workspace, count: OUTPUT_RECORDS })]);
    show(output, outputOf(printed.output));
    rest.hidden = false;
    return [launch(workspace, farm), summary(farm), make('section.card', { 'aria-label': 'Rate' }, make('h2', {}, 'Elements per second'), rateChart(history)), workers(workspace, farm), jobs(farm)];
  }, { workspace, gather: 1 });
}

function launch(workspace, farm) {
  if (!farm.runMe && !farm.awaitsPeople) return null;
  const copy = farm.runMe ? make('div.copy', {}, make('pre', { tabindex: 0, role: 'region', 'aria-label': 'The command' }, farm.runMe), make('button', { type: 'button', 'data-key': 'copy', onclick: () => attempt(() => navigator.clipboard.writeText(farm.runMe), 'Copied.') }, 'Copy')) : null;
  const started = farm.awaitsPeople ? make('p', {}, make('button.main', { type: 'button', 'data-key': 'started', onclick: () => attempt(() => remove('/variables', { workspace, variable: 'deleteMeWhenAllWorkersStarted' }), 'The master has been told.') }, 'All workers started')) : null;
  return make('section.card', { 'aria-label': 'Start workers' }, make('h2', {}, 'Start workers'), make('p', {}, 'Run this line on every machine that is to work here:'), copy, started);
}

function summary(farm) {
  const present = farm.workers.filter(isPresent).length;
  return facts([
    ['Workers', farm.expected === undefined ? count(present) : `${count(present)} of ${count(farm.expected)}`], ['Tasks waiting', count(farm.waiting)], ['Tasks running', count(farm.running)],
    ['Elements done', count(farm.done)], ['Elements failed', count(farm.failed)], ['Owner', named(farm.owner)],
  ]);
}

function workers(workspace, farm) {
  if (farm.workers.length === 0) return make('p.empty', {}, 'No worker has joined yet.');
  return [make('h2', {}, 'Workers'), table('Workers', [
    { title: 'Rank', number: true, cell: (row) => row.rank },
    { title: 'Node', head: true, cell: (row) => (row.host ? [named(row.host), make('span.soft', {}, ` process ${row.processId}`)] : make('span.soft', {}, 'unknown')) },
    { title: 'State', cell: state },
    { title: 'Task', cell: (row) => (row.state === 'working' && row.job !== undefined ? `job ${row.job}, element ${row.tag}, for ${since(row.since)}` : make('span.soft', {}, '–')) },
    { title: 'Done', number: true, cell: (row) => count(row.done) },
    { title: 'Failed', number: true, cell: (row) => count(row.failed) },
    { title: 'Languages', cell: (row) => row.languages?.join(', ') ?? make('span.soft', {}, '–') },
    { title: 'Tags', cell: (row) => (row.tags?.length > 0 ? row.tags.join(', ') : make('span.soft', {}, '–')) },
    { title: 'Version', cell: (row) => row.version ?? make('span.soft', {}, '–') },
    { title: 'Actions', act: true, cell: (row) => leaveButtons(workspace, farm, row) },
  ], farm.workers)];
}

function state(worker) {
  if (worker.leaves) return make('span.tag.warn', { title: 'It takes no further task and leaves when it has finished what it runs.' }, 'draining');
  return make(worker.state === 'gone' ? 'span.tag.warn' : 'span.tag', {}, worker.state);
}

function jobs(farm) {
  if (farm.jobs.length === 0) return make('p.empty', {}, 'No job is running.');
  return [make('h2', {}, 'Jobs'), table('Jobs', [
    { title: 'Job', number: true, cell: (row) => row.number },
    { title: 'Language', cell: (row) => row.language },
    { title: 'What', cell: (row) => row.type },
    { title: 'Code', head: true, cell: (row) => make('code.value.long', {}, row.code) },
    { title: 'Running', number: true, cell: (row) => count(row.running) },
    { title: 'Results', cell: (row) => progress(row) },
  ], farm.jobs)];
}

function progress(job) {
  if (!job.elements) return plural(job.results, 'record');
  return [make('progress', { max: job.elements, value: Math.min(job.results, job.elements), 'aria-label': `Progress of job ${job.number}` }), ` ${count(job.results)} of up to ${count(job.elements)}`];
}

function outputOf(records) {
  const title = make('h2', {}, 'Last output');
  if (records.length === 0) return [title, make('p.soft', {}, 'Nothing was printed.')];
  return [title, make('ul.output', {}, records.map((record) => make('li', {},
    make('span.soft', {}, `worker ${record.rank}, job ${record.job ?? '–'}, element ${record.tag ?? '–'} `), make(record.stream === 'stderr' ? 'span.value.stderr' : 'span.value', {}, record.text))))];
}

function endButton(workspace) {
  return make('button.danger', { type: 'button', onclick: async () => {
    if (!await confirm('End this farm?', ['All workers of ', named(workspace), ' stop, also in the middle of a task.'], 'End farm')) return;
    if (await attempt(() => send('/values', { workspace, variable: 'Sleigh ride over' }, '1', 'application/json'))) notify('The workers have been told to stop.');
  } }, 'End farm');
}
