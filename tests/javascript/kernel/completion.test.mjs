import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KernelHost } from '../kit/kernel-host.mjs';

let host;
before(async () => {
  host = await KernelHost.start();
  await host.request('define', `
    const settings = { colour: 1, colourful: () => 2, get trap() { throw new Error('called'); }, inner: { deep: 3 } };
    class Colour { mix() {} }
    globalThis.colours = [];
    const watched = new Proxy({ hidden: 1 }, { ownKeys() { throw new Error('called'); } });
    let colons = 1;`);
});
after(() => host.stop());

const complete = (code, cursor = Array.from(code).length) => host.request('complete', code, cursor);
const texts = async (code, cursor) => (await complete(code, cursor)).items.map(({ text }) => text);

test('names of globals and of earlier declarations', async () => {
  assert.deepEqual(await complete('1 + colo'), {
    start: 4, items: [{ text: 'colons', kind: 'variable' }, { text: 'colours', kind: 'variable' }],
  });
  assert.deepEqual((await complete('Colou')).items, [{ text: 'Colour', kind: 'type' }]);
  assert.deepEqual((await complete('parseI')).items, [{ text: 'parseInt', kind: 'function' }]);
  assert.deepEqual((await complete('retu')).items, [{ text: 'return', kind: 'keyword' }]);
  assert.deepEqual(await texts('f(...colon'), ['colons']);
});

test('properties along a path, their kinds, and no getter called', async () => {
  assert.deepEqual((await complete('settings.colo')).items, [
    { text: 'colour', kind: 'property' }, { text: 'colourful', kind: 'function' },
  ]);
  assert.deepEqual(await texts('settings.tra'), ['trap']);
  assert.deepEqual(await texts('settings . inner ?. d'), ['deep']);
  assert.deepEqual(await texts('settings.trap.'), []);
  assert.deepEqual(await texts('Colour.prototype.m'), ['mix']);
  assert.deepEqual(await texts('Math.sq'), ['sqrt']);
  assert.deepEqual(await texts('colours.flatM'), ['flatMap']);
  assert.deepEqual(await texts('watched.'), []);
});

test('what would have to be run is not known', async () => {
  for (const code of ['f().x', 'list[0].', '"text".', 'nowhere.x', '12', '1.']) assert.deepEqual(await texts(code), []);
});

test('nothing is offered in text and comments, but in the code of a template', async () => {
  for (const code of ['"colo', '// colo', '/* colo', '`colo']) assert.deepEqual(await texts(code), []);
  for (const code of ['"a"; colon', '/* a */ colon', '// a\ncolon', '`a${colon', '`${`${1}`}` + colon']) {
    assert.deepEqual(await texts(code), ['colons']);
  }
});

test('modules are named in require and import', async () => {
  assert.deepEqual(await complete("require('zli"), { start: 9, items: [{ text: 'zlib', kind: 'module' }] });
  assert.deepEqual(await texts("import { x } from 'node:perf"), ['node:perf_hooks']);
  assert.deepEqual(await texts('await import("nw'), ['nws']);
  assert.deepEqual(await texts("import 'node:wor"), ['node:worker_threads']);
});

test('the cursor counts code points and may stand anywhere', async () => {
  const { start, items } = await complete('"😀"; colon + 1', 10);
  assert.equal(start, 5);
  assert.deepEqual(items.map(({ text }) => text), ['colons']);
  assert.equal((await complete('', 0)).items.length, Math.min(1000, (await texts('')).length));
});
