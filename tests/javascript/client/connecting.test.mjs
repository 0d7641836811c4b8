import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { FakeServer } from '../kit/fake-server.mjs';
import { NetWorkSpace, NwsConnectException, NwsServer } from '../kit/nws.mjs';

/** What becomes of requests that the test does not answer. */
const unanswered = () => {};

test('the client introduces itself', async (t) => {
  const fake = await FakeServer.start(t);
  await fake.workspace();
  const { client, ...rest } = fake.hello;
  assert.deepEqual(rest, { protocol: 1, language: 'javascript', confirm: true, token: 'secret', resume: {} });
  assert.equal(client, 'connecting.test.mjs');
});

test('nobody at the address is an exception that says what to do', async () => {
  const server = new NwsServer({ host: '127.0.0.1', port: 1 });
  await assert.rejects(server.listWss(), (error) => error instanceof NwsConnectException
    && /no server answers at 127\.0\.0\.1:1 \(connect ECONNREFUSED .*Start one with 'nws start'/.test(error.message));
});

test('something else than a server of Nws is recognised', async (t) => {
  const listener = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1');
  t.after(() => listener.close());
  await once(listener, 'listening');
  await assert.rejects(NwsServer.connect({ port: listener.address().port }), (error) => error instanceof NwsConnectException
    && /did not accept the connection: .*not the Nws protocol/.test(error.message));
});

test('a wrong token is an exception that says what to do', async (t) => {
  const fake = await FakeServer.start(t);
  fake.greeting = 'unauthorized';
  await assert.rejects(NwsServer.connect({ address: fake.address }), (error) => error instanceof NwsConnectException
    && /refuses this program: wrong token\. Give its token .* NWS_TOKEN/.test(error.message));
});

test('a connection that failed may succeed later', async (t) => {
  const fake = await FakeServer.start(t);
  fake.greeting = 'unauthorized';
  const ws = new NetWorkSpace('ws', { address: fake.address });
  await assert.rejects(ws.store('x', 1), NwsConnectException);
  fake.greeting = {};
  const stored = ws.store('x', 1);
  (await fake.next('open')).reply({});
  (await fake.next('store')).reply(null);
  await stored;
});

test('the first operation opens the workspace, as the options say', async (t) => {
  const fake = await FakeServer.start(t);
  const owner = new NetWorkSpace('mine', { address: fake.address, persistent: true });
  owner.store('x', 1).catch(unanswered);
  owner.store('x', 2).catch(unanswered);
  const open = await fake.next('open');
  assert.deepEqual(open.params, ['mine', { persistent: true }]);
  open.reply({});
  assert.deepEqual((await fake.next('store')).params, ['mine', 'x', 1]);
  assert.deepEqual((await fake.next('store')).params, ['mine', 'x', 2]);
  owner.server.useWs('other', { create: false }).catch(unanswered);
  assert.deepEqual((await fake.next('use')).params, ['other', { create: false }]);
});

test('malformed addresses are refused', () => {
  assert.throws(() => new NwsServer({ address: 'a:b:c' }), /'a:b:c' is not the address of a server: write host:port/);
  assert.throws(() => new NwsServer({ port: 70_000 }), /70000 is not a port/);
  assert.equal(String(new NwsServer({ address: '[::1]:9' })), 'NwsServer ::1:9');
});
