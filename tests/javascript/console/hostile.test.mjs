import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, findings, isTooWide, picture, visit } from './kit/console.mjs';

const HOSTILE = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(2)>', "' onmouseover='alert(3)", '&amp;&lt;', 'javascript:alert(4)', '../..', '.', '', '  ', '?q=1&workspace=other#x', '%2F%00', 'a\u0000b',
  '\u202egnp.exe', 'مرحبا', '日本 😀', '{{7*7}}${7*7}', '__proto__', 'long '.repeat(2000),
];

let seen;

before(async () => {
  seen = await Console.start();
  const client = await seen.connect();
  for (const name of HOSTILE) await (await client.openWs(name)).store(name, name);
  const ws = await client.openWs('values');
  for (const name of HOSTILE) await ws.store('all', { [name]: [name] });
  await ws.store('rows', HOSTILE.map((name) => ({ [name]: name, plain: name })));
});

after(() => seen.stop());

test('hostile names are shown as they are, and lead to what they name', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/');
  assert.equal(await page.locator('tbody tr').count(), HOSTILE.length + 2);
  assert.deepEqual(await findings(page), []);
  await picture(page, 'hostile-workspaces');
  const links = await page.locator('tbody th a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const names = links.map((link) => new URL(link, seen.web).searchParams.get('name'));
  assert.deepEqual([...names].sort(), ['__default', 'values', ...HOSTILE].sort());
});

for (const [i, name] of HOSTILE.entries()) {
  test(`nothing that is called ${JSON.stringify(name.slice(0, 30))} does anything`, async (t) => {
    const page = await seen.open(t, { viewport: { width: 400, height: 800 } });
    await visit(page, '/workspace', { name });
    await page.locator('tbody th a').click();
    await page.locator('main[data-ready]').waitFor();
    assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), { workspace: name, name });
    await page.locator('tbody a').click();
    await page.locator('pre').waitFor();
    assert.equal((await page.locator('pre').textContent()).replaceAll('\r', ''), name);
    assert.equal(await page.locator('main script, main img, main iframe').count(), 0);
    assert.equal(await isTooWide(page), false);
    if (i === 0 || name.length > 100) await picture(page, `hostile-${i}`);
  });
}

test('hostile values do nothing either', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/variable', { workspace: 'values', name: 'all' });
  assert.equal(await page.locator('tbody tr').count(), HOSTILE.length);
  assert.equal(await page.locator('main script, main img').count(), 0);
  await visit(page, '/value', { workspace: 'values', variable: 'rows', index: 0 });
  await page.locator('.grid').waitFor();
  assert.equal(await page.locator('main script, main img').count(), 0);
  await picture(page, 'hostile-table');
});
