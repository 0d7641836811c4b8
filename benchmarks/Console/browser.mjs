/**
 * A browser with a stopwatch.
 * @module
 */

import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../tests/interop/package.json', import.meta.url))('playwright-core');

/** Starts Chromium, that of NWS_CHROMIUM or of the system. */
export const launch = () => chromium.launch({ executablePath: process.env.NWS_CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/**
 * Goes to a page again and again, in one browser that has been to it before, as somebody who works with it.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {string} shown Text that is there when the page shows what it has.
 * @param {number} rounds
 * @returns {Promise<{ time: number, bytes: number, elements: number }[]>} Milliseconds, bytes of the answers of the API, elements in the page.
 */
export async function openings(browser, address, shown, rounds) {
  const page = await browser.newPage();
  const seen = [];
  for (let round = 0; round <= rounds; round++) {
    await page.goto('about:blank');
    const start = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('main').getByText(shown, { exact: false }).first().waitFor();
    const time = performance.now() - start;
    const bytes = await page.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/')).reduce((sum, one) => sum + one.transferSize, 0));
    seen.push({ time, bytes, elements: await page.evaluate(() => document.querySelectorAll('*').length) });
  }
  await page.close();
  return seen.slice(1);
}

/** Stores values while a page is open that shows how many there are: milliseconds from storing until it shows. */
export async function watched(browser, address, store, rounds) {
  const page = await browser.newPage();
  await page.goto(address);
  await page.getByText('Live').waitFor();
  const cell = page.locator('tbody tr').first().locator('td').nth(1);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const before = Number(await cell.textContent());
    const start = performance.now();
    await fetch(store, { method: 'POST', body: '1', headers: { 'content-type': 'application/json' } });
    await page.waitForFunction((count) => Number(document.querySelector('tbody tr td:nth-of-type(2)').textContent) === count, before + 1);
    times.push(performance.now() - start);
  }
  await page.close();
  return times;
}
