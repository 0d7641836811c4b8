import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, visit } from './kit/console.mjs';

const VARIABLES = 20_000;
const VALUES = 200_000;

let seen;

before(async () => {
  seen = await Console.start();
  const ws = await (await seen.connect()).openWs('large');
  const many = [];
  for (let i = 0; i < VARIABLES; i++) many.push(ws.store(`variable ${String(i).padStart(6, '0')}`, i));
  await Promise.all(many);
  await ws.storeAll('values', Array.from({ length: VALUES }, (_, i) => i));
  await ws.store('bytes', new Uint8Array(50_000_000));
});

after(() => seen.stop());

test('of a large workspace a page is shown, the next, and what is searched for', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: 'large' });
  await page.getByText('20,002 variables').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 100);
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.getByRole('link', { name: 'variable 000100' }).waitFor();
  await page.getByLabel('Search by name').fill('019999');
  await page.getByText('1 variable').first().waitFor();
  await page.getByRole('link', { name: 'variable 019999' }).waitFor();
});

test('of many values a page is shown, from any index', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/variable', { workspace: 'large', name: 'values' });
  await page.getByText('200,000 values').waitFor();
  await page.getByLabel('From index').fill('199990');
  await page.getByRole('button', { name: 'Go' }).click();
  await page.getByRole('link', { name: 'Value 199999' }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 10);
});

test('of a large value the beginning is shown, and all of it can be had', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/value', { workspace: 'large', variable: 'bytes', index: 0 });
  await page.getByText('Only the beginning is shown.').waitFor();
  const length = await page.evaluate(async (href) => (await (await fetch(href)).arrayBuffer()).byteLength, await page.getByRole('link', { name: 'Download content' }).getAttribute('href'));
  assert.equal(length, 50_000_000);
});
