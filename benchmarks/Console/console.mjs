/**
 * How soon the web console shows large things, and how soon the API answers for them: medians in milliseconds.
 * Arguments: the published nws, the file for the figures, and optionally `--rounds N` (10).
 * @module
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { launch, openings, watched } from './browser.mjs';
import { PAGES, CALLS, fill } from './subjects.mjs';

const [nws, file, ...options] = process.argv.slice(2);
const rounds = options[0] === '--rounds' ? Number(options[1]) : 10;

/** @returns {{ median: number, worst: number }} */
function figures(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return { median: sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, worst: sorted.at(-1) };
}

async function answer(address) {
  const start = performance.now();
  const response = await fetch(address);
  const size = (await response.arrayBuffer()).byteLength;
  if (!response.ok) throw new Error(`${address} is answered with ${response.status}.`);
  return { time: performance.now() - start, size };
}

async function measureCall([name, path], web) {
  const answers = [];
  for (let round = 0; round < rounds; round++) answers.push(await answer(`${web}/api/v1/${path}`));
  return { name, ...figures(answers.map((one) => one.time)), bytes: answers[0].size };
}

function show(title, rows) {
  console.log(`${title.padEnd(66)}${'median'.padStart(8)}${'worst'.padStart(8)}${'kB'.padStart(8)}${'elements'.padStart(10)}`);
  for (const row of rows) console.log(`${row.name.padEnd(66)}${row.median.toFixed(0).padStart(8)}${row.worst.toFixed(0).padStart(8)}${(row.bytes / 1000).toFixed(0).padStart(8)}${String(row.elements ?? '').padStart(10)}`);
}

const server = spawn(nws, ['serve', '--port', '0', '--web-port', '0'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NWS_TOKEN: '', NWS_DATA: '' } });
const [line] = await once(createInterface(server.stdout), 'line');
const web = /(http:\/\/[^\s]+?)\/?$/.exec(line)[1];
const browser = await launch();
try {
  await fill(/listening on ([^,\s]+)/.exec(line)[1]);
  const calls = [];
  for (const subject of CALLS) calls.push(await measureCall(subject, web));
  const pages = [];
  for (const [name, path, shown] of PAGES) {
    const seen = await openings(browser, `${web}${path}`, shown, rounds);
    pages.push({ name, ...figures(seen.map((one) => one.time)), bytes: seen[0].bytes, elements: seen[0].elements });
  }
  const live = await watched(browser, `${web}${PAGES[0][1]}`, `${web}/api/v1/values?workspace=large&variable=variable%20000000`, rounds);
  pages.push({ name: 'a change of the workspace, until the page shows it', ...figures(live), bytes: 0 });
  show('the console: from going to a page until it shows', pages);
  show('the API: until all of the answer is there', calls);
  writeFileSync(file, JSON.stringify({ pages, calls }, null, 1));
} finally {
  await browser.close();
  server.kill();
}
