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
  await ws.store('text', 'It was the best of times. '.repeat(400_000));
  await ws.store('array', Float64Array.from({ length: 1_000_000 }, (_, i) => i));
  await ws.store('rows', Array.from({ length: 50_000 }, (_, i) => ({ number: i, text: `row ${i}` })));
  await ws.store('map', Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`key ${i}`, i])));
});

after(() => seen.stop());

test('of a large workspace a page is shown, the next, and what is searched for', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: 'large' });
  await page.getByText('20,006 variables').waitFor();
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

/** What the pages of large things may hold, however large those are. */
const MOST_ELEMENTS = 6_000;
const MOST_LETTERS = 150_000;
const MOST_BYTES = 400_000;

for (const [path, parameters, shown] of [
  ['/', {}, 'large'],
  ['/workspace', { name: 'large' }, '20,006 variables'],
  ['/variable', { workspace: 'large', name: 'values' }, '200,000 values'],
  ['/variable', { workspace: 'large', name: 'text' }, 'It was the best of times'],
  ['/value', { workspace: 'large', variable: 'bytes', index: 0 }, 'Only the beginning is shown.'],
  ['/value', { workspace: 'large', variable: 'text', index: 0 }, 'Only the beginning is shown.'],
  ['/value', { workspace: 'large', variable: 'array', index: 0 }, 'Only the beginning is shown.'],
  ['/value', { workspace: 'large', variable: 'rows', index: 0 }, 'Only the beginning is shown.'],
  ['/value', { workspace: 'large', variable: 'map', index: 0 }, 'Only the beginning is shown.'],
]) {
  test(`a page holds a part of what is large: ${path} ${Object.values(parameters).join(' ')}`, async (t) => {
    const page = await seen.open(t);
    await visit(page, path, parameters);
    await page.getByText(shown).first().waitFor();
    const { elements, letters, bytes } = await page.evaluate(() => ({
      elements: document.querySelectorAll('*').length,
      letters: document.body.textContent.length,
      bytes: performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/')).reduce((sum, one) => sum + one.decodedBodySize, 0),
    }));
    assert.ok(elements <= MOST_ELEMENTS && letters <= MOST_LETTERS && bytes <= MOST_BYTES, `${elements} elements, ${letters} letters, ${bytes} bytes of the API`);
    assert.ok(bytes > 0 && letters > 0);
  });
}

test('pages follow one another to the end, each with what comes next', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: 'large', search: 'variable 0000' });
  await page.getByText('100 variables').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Next page' }).count(), 0);
  await visit(page, '/variable', { workspace: 'large', name: 'values', after: 199_899 });
  const seenIndexes = [];
  for (;;) {
    await page.locator('main[data-ready]').waitFor();
    seenIndexes.push(...await page.locator('tbody td a').allTextContents());
    const next = page.getByRole('link', { name: 'Next page' });
    if (await next.count() === 0) break;
    await Promise.all([page.waitForURL((url) => url.searchParams.get('after') === seenIndexes.at(-1)), next.click()]);
  }
  assert.deepEqual(seenIndexes.map(Number), Array.from({ length: 100 }, (_, i) => 199_900 + i));
});
