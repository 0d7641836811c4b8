import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressText, serverAddress } from '../../../Nws.Hosts/Languages/JavaScript/nws/client/server-address.mjs';
import { CutProxy } from '../kit/cut-proxy.mjs';
import { NwsServer, Sleigh } from '../kit/nws.mjs';
import { serverWithTls } from '../kit/server.mjs';

const PIN = 'ab'.repeat(32);
const { address, stop } = await serverWithTls();
const known = serverAddress({ address });
process.on('exit', stop);

async function connect(t, changes = {}) {
  const server = await NwsServer.connect({ address: addressText({ ...known, ...changes }) });
  t.after(() => server.close());
  return server;
}

test('the right pin lets values of every size pass', async (t) => {
  const ws = await (await connect(t)).openWs('shop');
  const large = Buffer.alloc(3_000_000, 7);
  const fetching = ws.fetch('large');
  await ws.store('large', large);
  await Promise.all(Array.from({ length: 200 }, (_, number) => ws.store('numbers', number)));
  const numbers = [];
  while (numbers.length < 200) numbers.push(await ws.fetch('numbers'));
  assert.deepEqual(Buffer.from(await fetching), large);
  assert.deepEqual(numbers, Array.from({ length: 200 }, (_, number) => number));
});

test('a wrong pin is refused', async (t) => {
  await assert.rejects(connect(t, { pin: PIN }), { name: 'NwsConnectException', message: new RegExp(`another certificate.*${known.pin}`) });
});

test('without a pin nobody trusts the certificate', async (t) => {
  await assert.rejects(connect(t, { pin: undefined }), { name: 'NwsConnectException', message: /does not trust the certificate.*Pin it/ });
});

test('who comes without TLS is told so', async (t) => {
  await assert.rejects(connect(t, { tls: false }), { name: 'NwsConnectException', message: /This server speaks TLS/ });
});

test('a server without TLS is told from one with', async () => {
  const plain = addressText({ ...serverAddress(), tls: true });
  await assert.rejects(NwsServer.connect({ address: plain }), { name: 'NwsConnectException', message: /does not answer in TLS.*leave out nwss/ });
});

test('a lost connection is resumed', async (t) => {
  const proxy = await CutProxy.start(t, addressText({ ...known, tls: false }));
  const ws = await (await connect(t, { host: '127.0.0.1', port: proxy.port })).openWs('resumed');
  const fetching = ws.fetch('x');
  proxy.cut();
  await ws.store('x', 17);
  assert.equal(await fetching, 17);
});

test('a Sleigh and its workers speak TLS', async (t) => {
  const sleigh = new Sleigh({ nwsHost: address, workerCount: 2 });
  t.after(() => sleigh.stop());
  assert.deepEqual(await sleigh.eachElem((x) => x * x, [1, 2, 3, 4]), [1, 4, 9, 16]);
});

test('addresses of TLS are read and written', () => {
  assert.equal(addressText(serverAddress({ address: `NWSS://hill:1#${PIN.toUpperCase()}` })), `nwss://hill:1#${PIN}`);
  assert.equal(addressText(serverAddress({ address: 'nwss://[::1]' })), 'nwss://[::1]:8765');
  assert.equal(addressText(serverAddress({ address: 'nws://hill:1' })), 'hill:1');
  for (const malformed of [`hill:1#${PIN}`, 'nwss://hill#12', 'nwss://hill#', 'https://hill']) {
    assert.throws(() => serverAddress({ address: malformed }), RangeError);
  }
});
