import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, picture, visit } from './kit/console.mjs';

let seen;
let client;

before(async () => {
  seen = await Console.start();
  client = await seen.connect();
});

after(() => seen.stop());

test('a workspace is made, searched and, when that was confirmed, deleted', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/');
  await page.getByText('Make a workspace').click();
  await page.getByLabel('Name', { exact: true }).fill('made here');
  await page.getByRole('button', { name: 'Make workspace' }).click();
  await page.getByRole('heading', { name: 'made here' }).waitFor();
  await visit(page, '/');
  await page.getByLabel('Search by name').fill('MADE');
  await page.getByText('1 workspace').waitFor();
  await page.getByRole('button', { name: 'Delete workspace made here' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'made here' }).waitFor();
  await page.getByRole('button', { name: 'Delete workspace made here' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete workspace' }).click();
  await page.getByText('No workspace has such a name.').waitFor();
});

test('text, JSON, a file and an expression are stored', async (t) => {
  const ws = await client.openWs('storing');
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: 'storing' });
  await page.getByText('Store a value').click();
  const store = async (variable, kind, text) => {
    await page.locator('#store-name').fill(variable);
    await page.getByLabel('Kind').selectOption(kind);
    if (kind !== 'file') await page.getByLabel('Value', { exact: true }).fill(text);
    else await page.locator('#store-file').setInputFiles({ name: 'x', mimeType: 'x/y', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Store', exact: true }).click();
    return ws.fetch(variable);
  };
  assert.equal(await store('a', 'text', 'Grüße\n  "<b>"'), 'Grüße\n  "<b>"');
  assert.deepEqual(await store('b', 'json', '{"x": [1, null, true]}'), { x: [1, null, true] });
  assert.deepEqual(await store('c', 'file', '\u0001\u0002'), Uint8Array.of(1, 2));
  assert.equal(await store('d', 'javascript', '6 * 7'), 42);
  await page.getByLabel('Kind').selectOption('json');
  await page.getByLabel('Value', { exact: true }).fill('{oops');
  await page.getByRole('button', { name: 'Store', exact: true }).click();
  await page.getByRole('alert').getByText('The value is not JSON').waitFor();
});

test('a variable is declared, its values appear by themselves, are fetched and deleted', async (t) => {
  const ws = await client.openWs('living');
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: 'living' });
  await page.getByText('Declare a variable').click();
  await page.locator('#declare-name').fill('stack');
  await page.locator('#declare-mode').selectOption('lifo');
  await page.getByRole('button', { name: 'Declare' }).click();
  await page.getByRole('link', { name: 'stack' }).click();
  await page.getByText('Mode lifo').waitFor();
  await page.getByRole('status').getByText('Live').waitFor();
  for (const value of ['one', 'two', 'three']) await ws.store('stack', value);
  await page.getByText('3 values, 3 stored').waitFor();
  await page.getByRole('button', { name: 'Delete value 0' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete value' }).click();
  await page.getByText('2 values').waitFor();
  await page.getByRole('button', { name: 'Fetch a value' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Fetch' }).click();
  await page.getByText('Fetched: "three"').waitFor();
  assert.equal(await ws.fetch('stack'), 'two');
  await page.getByText('No values.').waitFor();
  await page.getByRole('button', { name: 'Delete variable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete variable' }).click();
  await page.getByText('No variables.').waitFor();
  assert.deepEqual(await ws.listVars(), []);
});

test('a value is shown in the notation of a language, and the choice is remembered', async (t) => {
  const ws = await client.openWs('notations');
  await ws.store('x', [true, null]);
  const page = await seen.open(t);
  await visit(page, '/variable', { workspace: 'notations', name: 'x' });
  await page.getByText('[true, null]').waitFor();
  await page.getByLabel('Values as').selectOption('python');
  await page.getByText('[True, None]').waitFor();
  await page.reload();
  await page.getByText('[True, None]').waitFor();
});

test('everything can be done with the keyboard alone', async (t) => {
  const ws = await client.openWs('keys');
  await ws.store('gone', 1);
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: 'keys' });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await page.keyboard.press('Enter');
  const focusOn = async (name) => {
    for (let i = 0; i < 40; i++) {
      if (await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent) === name) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab never comes to ${name}`);
  };
  await focusOn('Delete variable gone');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Cancel');
  await picture(page, 'confirm');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Delete variable gone');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('No variables.').waitFor();
});
