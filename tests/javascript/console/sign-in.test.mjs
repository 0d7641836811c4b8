import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, findings, picture, visit } from './kit/console.mjs';

const TOKEN = 'open sesame';

let seen;

before(async () => {
  seen = await Console.start('--token', TOKEN);
});

after(() => seen.stop());

test('who does not know the token sees nothing; who does comes where he wanted to', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/workspace', { name: '__default' });
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  assert.deepEqual(await findings(page), []);
  await picture(page, 'sign-in');
  await page.getByLabel('Token').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('not the server').waitFor();
  await page.getByLabel('Token').fill(TOKEN);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '__default' }).waitFor();
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.value.includes(TOKEN)], [true, 'Strict', false]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visit(page, '/clients');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});

test('signing in leads nowhere but into the console', async (t) => {
  for (const next of ['https://evil.example/', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)']) {
    const page = await seen.open(t);
    await visit(page, '/sign-in', { next });
    await page.getByLabel('Token').fill(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Workspaces' }).waitFor();
    assert.equal(new URL(page.url()).origin, seen.web);
  }
});

test('with a token expressions of every language are evaluated', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/sign-in', { next: '/workspace?name=expressions' });
  await page.getByLabel('Token').fill(TOKEN);
  await page.keyboard.press('Enter');
  await page.locator('main[data-ready] h1').filter({ hasText: 'expressions' }).waitFor();
  const ws = await (await seen.connect(TOKEN)).openWs('expressions');
  await page.getByText('Store a value').click();
  await page.locator('#store-name').fill('x');
  await page.getByLabel('Kind').selectOption('python');
  await page.getByLabel('Value', { exact: true }).fill('sum(range(10))');
  await page.getByRole('button', { name: 'Store', exact: true }).click();
  assert.equal(await ws.fetch('x'), 45);
  await page.getByLabel('Value', { exact: true }).fill('1 / 0');
  await page.getByRole('button', { name: 'Store', exact: true }).click();
  await page.getByRole('alert').getByText('ZeroDivisionError').waitFor();
});
