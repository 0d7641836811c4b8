import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { Console, findings, isTooWide, picture, visit } from './kit/console.mjs';

/** Every page, and what it shows of what `before` has put there. */
const PAGES = [
  ['workspaces', '/', {}, 'bayport'],
  ['workspace', '/workspace', { name: 'bayport' }, 'matrix'],
  ['workspace-empty', '/workspace', { name: '__default' }, 'No variables.'],
  ['workspace-missing', '/workspace', { name: 'nowhere' }, 'does not exist'],
  ['variable', '/variable', { workspace: 'bayport', name: 'mixed' }, 'Frank'],
  ['variable-awaited', '/variable', { workspace: 'bayport', name: 'awaited' }, 'nobody ever stored'],
  ['value-table', '/value', { workspace: 'bayport', variable: 'people', index: 0 }, 'Frank'],
  ['value-array', '/value', { workspace: 'bayport', variable: 'matrix', index: 0 }, 'f8 array 200'],
  ['value-image', '/value', { workspace: 'bayport', variable: 'picture', index: 0 }, 'bytes'],
  ['value-text', '/value', { workspace: 'bayport', variable: 'novel', index: 0 }, 'Only the beginning is shown.'],
  ['farms', '/farms', {}, 'sleigh'],
  ['farm', '/farm', { name: 'sleigh' }, 'Start workers'],
  ['clients', '/clients', {}, 'bayport'],
  ['waiting', '/waiting', {}, 'has waited'],
  ['server', '/server', {}, 'none: persistent workspaces end with the server'],
];

let seen;

before(async () => {
  seen = await Console.start();
  const client = await seen.connect();
  const ws = await client.openWs('bayport');
  await ws.store('mixed', 'Frank');
  await ws.store('mixed', { name: 'Joe', ages: [17, 18] });
  await ws.store('people', [{ name: 'Frank', age: 18 }, { name: 'Joe', age: 17 }]);
  await ws.store('matrix', Float64Array.from({ length: 200 }, (_, i) => i / 3));
  await ws.store('picture', png(60, 40));
  await ws.store('novel', 'It was the best of times. '.repeat(10_000));
  ws.fetch('awaited').catch(() => {});
  const farm = await client.openWs('sleigh');
  await farm.store('rank', 1);
  await farm.store('runMe', 'nws worker --server desk:8765 --sleigh sleigh');
  await farm.declare('workerCount', 'single');
  await farm.store('worker@0', { rank: 0, state: 'working', job: 1, tag: 3, since: new Date(), done: 12, failed: 1 });
  await farm.store('will@0', { rank: 0, place: 0, host: 'desk', pid: 4711, name: 'worker 0', version: '0.1.0', os: 'linux', cores: 2, tags: ['gpu'], languages: ['python', 'csharp'], since: new Date() });
  await farm.store('job@1', { language: 'python', type: 'eval', code: 'x * x', fixed: [], permute: null });
  await farm.store('task', { job: 1, tag: 4, args: [[4]] });
  await farm.store('output@0', { job: 1, tag: 2, attempt: 1, stream: 'stderr', text: 'a warning of element 2', time: new Date() });
  farm.find('deleteMeWhenAllWorkersStarted').catch(() => {});
});

after(() => seen.stop());

for (const [name, path, parameters, shown] of PAGES) {
  test(`page ${name} shows what is there, is accessible and fits a telephone`, async (t) => {
    const page = await seen.open(t);
    await visit(page, path, parameters);
    await page.getByText(shown).first().waitFor({ state: 'attached' });
    assert.equal(await page.locator('h1').count(), 1);
    assert.match(await page.title(), /Nws$/);
    assert.deepEqual(await findings(page), []);
    await picture(page, name);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await findings(page), []);
    await page.setViewportSize({ width: 400, height: 800 });
    assert.equal(await isTooWide(page), false);
    await picture(page, `${name}-400-dark`);
  });
}

test('an image is shown, a text is cut, an array is a table', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/value', { workspace: 'bayport', variable: 'picture', index: 0 });
  const width = await page.locator('img.preview').evaluate(async (image) => {
    await image.decode();
    return image.naturalWidth;
  });
  assert.equal(width, 60);
  await visit(page, '/value', { workspace: 'bayport', variable: 'matrix', index: 0 });
  assert.equal(await page.locator('.grid tbody tr').count(), 200);
  await visit(page, '/value', { workspace: 'bayport', variable: 'novel', index: 0 });
  assert.ok((await page.locator('pre').textContent()).length < 110_000);
});

test('the addresses of the guide lead to the same', async (t) => {
  const page = await seen.open(t);
  await visit(page, '/doit', { op: 'listVars', wsName: 'bayport' });
  assert.match(page.url(), /\/workspace\?name=bayport$/);
  await page.getByRole('link', { name: 'matrix' }).waitFor();
  await visit(page, '/doit', { op: 'showVar', wsName: 'bayport', varName: 'mixed' });
  assert.match(page.url(), /\/variable\?workspace=bayport&name=mixed$/);
  await visit(page, '/doit', { op: 'nonsense' });
  assert.equal(new URL(page.url()).pathname, '/');
});

test('the master is told that all workers have started', async (t) => {
  const page = await seen.open(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await visit(page, '/farm', { name: 'sleigh' });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'nws worker --server desk:8765 --sleigh sleigh');
  await page.getByText('a warning of element 2').waitFor();
  await page.getByRole('button', { name: 'All workers started' }).click();
  await page.getByText('The master has been told.').waitFor();
  await page.getByRole('button', { name: 'All workers started' }).waitFor({ state: 'detached' });
});

/** A picture in one colour. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.from(Array.from({ length: width }, () => [200, 120, 40]).flat())]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return new Uint8Array(Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]));
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}
