import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { Sleigh, sshcmd, sshforwardcmd } from '../kit/nws.mjs';
import { directoryWith } from '../kit/programs.mjs';
import { connect, serverWithToken, waiters } from '../kit/server.mjs';
import { freePort, startSshServer } from '../kit/ssh-server.mjs';

const PROGRAM = { scriptDir: dirname(process.env.NWS_CLI), scriptName: basename(process.env.NWS_CLI) };
const TIMEOUT = { timeout: 180_000 };

let options;
test.before(async (t) => { options = await startSshServer(t); });

/** A launcher by ssh that reaches the server of the test. */
const ssh = (launch = sshcmd, ...more) => (host, told) => {
  const [program, ...words] = launch(host, told);
  return [program, ...options, ...more, ...words];
};
const remote = { ...PROGRAM, nwsHostRemote: '127.0.0.1' };
const commandLine = (pid) => readFile(`/proc/${pid}/cmdline`, 'utf8');

test('ssh starts a worker on every node, with the token on no command line', TIMEOUT, async (t) => {
  const server = await serverWithToken(t, 'secret');
  const sleigh = await Sleigh.start({ ...server, ...remote, launch: ssh(), nodeList: ['127.0.0.1', 'localhost'] });
  t.after(() => sleigh.stop());
  const workers = await sleigh.workerInfo();
  assert.deepEqual(workers.map(({ place }) => place).sort(), [0, 1]);
  assert.deepEqual(await sleigh.eachWorker('SleighRank'), [0, 1]);
  for (const { pid } of workers) assert.ok(!(await commandLine(pid)).includes('secret'));
  await sleigh.stop();
  for (const { pid } of workers) assert.ok(!existsSync(`/proc/${pid}`) || !(await commandLine(pid)).includes('--sleigh'));
});

test('sshforward reaches the server through its tunnel', TIMEOUT, async (t) => {
  const nwsPortRemote = await freePort();
  const launch = ssh((host, told) => sshforwardcmd(host, { ...told, nwsHost: '127.0.0.1' }));
  const sleigh = await Sleigh.start({ ...PROGRAM, launch, nodeList: ['127.0.0.1'], nwsHostRemote: 'localhost', nwsPortRemote });
  t.after(() => sleigh.stop());
  assert.deepEqual(await sleigh.eachElem('2 + SleighArguments[0]', [3]), [5]);
  const [{ pid }] = await sleigh.workerInfo();
  assert.match(await commandLine(pid), new RegExp(`localhost:${nwsPortRemote}\0`));
});

test('a node that refuses is named, with what ssh said', TIMEOUT, async () => {
  const launch = ssh(sshcmd, '-o', 'IdentityFile=/dev/null', '-o', 'PubkeyAuthentication=no');
  await assert.rejects(Sleigh.start({ ...remote, launch, nodeList: ['127.0.0.1'] }), {
    name: 'SleighJoinException', message: /^a worker ended before it was ready \(0 of 1 workers joined\)\. On node '127\.0\.0\.1' .*Permission denied/s,
  });
});

test('without the program on a node the shell there has the word', TIMEOUT, async () => {
  const nodeList = [{ host: '127.0.0.1', scriptDir: '/nowhere/' }];
  await assert.rejects(Sleigh.start({ ...remote, launch: ssh(), nodeList }), {
    name: 'SleighJoinException', message: /exit code 12[67]\..*\/nowhere\/nws/s,
  });
});

test('a program that cannot be started is named', TIMEOUT, async () => {
  await assert.rejects(Sleigh.start({ ...remote, launch: ['/nowhere/qrsh', '{host}', '{command}'] }), {
    name: 'SleighScriptException', message: /'\/nowhere\/qrsh' cannot be started/,
  });
});

test('a command of one\'s own has node and worker in their places', TIMEOUT, async (t) => {
  const launch = ['env', 'NWS_TEST_NODE={host}', 'sh', '-c', 'exec {command}'];
  const sleigh = await Sleigh.start({ ...remote, launch, nodeList: ["here it's", 'there'] });
  t.after(() => sleigh.stop());
  const hosts = await sleigh.eachWorker('process.env.NWS_TEST_NODE');
  assert.deepEqual(hosts.sort(), ["here it's", 'there']);
});

test('options may differ from node to node', TIMEOUT, async (t) => {
  const directory = await directoryWith(t, { 'sum.mjs': 'export const sum = (x, y) => x + y;' });
  const sleigh = await Sleigh.start({
    ...remote, launch: 'env {command}', nodeList: ['here', { host: 'there', workingDir: '/' }, 'elsewhere'],
    workingDir: { default: directory, elsewhere: '/nowhere' }, modulePath: directory, logDir: directory,
    scriptExec: (host, command) => ['env', `NWS_TEST_HOST=${host}`, ...command],
  });
  t.after(() => sleigh.stop());
  const places = new Map(await sleigh.eachWorker('[process.env.NWS_TEST_HOST, process.cwd()]'));
  assert.deepEqual([places.get('here'), places.get('there')], [directory, '/']);
  assert.ok(!['/nowhere', directory, '/'].includes(places.get('elsewhere')));
  assert.deepEqual(await sleigh.eachElem('sum.sum', [[1], [2]], [], { type: 'invoke' }), [3]);
});

test('what workers write goes into the file that is wanted', TIMEOUT, async (t) => {
  const directory = await directoryWith(t, {});
  const outfile = join(directory, 'out');
  const sleigh = await Sleigh.start({ workerCount: 1, outfile });
  t.after(() => sleigh.stop());
  await sleigh.eachElem(() => { console.log('to whom it may concern'); }, [1]);
  await sleigh.stop();
  assert.match(await readFile(outfile, 'utf8'), /^\[worker 0\] to whom it may concern$/m);
});

test('closing the group goes on with those that have joined', TIMEOUT, async (t) => {
  const launch = (host) => host === 'dead' ? ['sh', '-c', 'exec sleep 1000'] : ['env'];
  const sleigh = await Sleigh.start({ ...remote, launch, nodeList: ['dead', 'alive'], waitForWorkers: false });
  t.after(() => sleigh.stop());
  while ((await sleigh.status(false, 1)).workers < 1);
  assert.deepEqual(await sleigh.status(), { workers: 1, closed: false });
  const early = sleigh.eachWorker('SleighRank');
  while ((await sleigh.nws.listVars()).every(({ name }) => !name.startsWith('job@')));
  assert.deepEqual(await sleigh.status(true, 0.01), { workers: 1, closed: true });
  assert.equal(sleigh.workerCount, 1);
  const [first, lost] = await early;
  assert.deepEqual([first, lost.remoteType], [0, 'WorkerLost']);
  assert.match(lost.remoteMessage, /the group of workers was closed before this one had joined/);
  assert.deepEqual(await sleigh.eachWorker('SleighRank'), [0]);
});

test('people start workers, and say when all have', TIMEOUT, async (t) => {
  const server = await connect(t);
  const known = new Set((await server.listWss()).map(({ name }) => name));
  const sleigh = new Sleigh({ ...remote, launch: 'web' });
  t.after(() => sleigh.stop());
  const starting = sleigh.start();
  const isNew = ({ name }) => name.startsWith('sleigh_ride') && !known.has(name);
  let workspaces = [];
  while (workspaces.length === 0) workspaces = (await server.listWss()).filter(isNew);
  const ws = await server.useWs(workspaces.at(-1).name, { create: false });
  const command = await ws.find('runMe');
  const run = () => spawn('sh', ['-c', `exec ${command}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const workers = [run(), run()];
  const ends = workers.map((worker) => once(worker, 'close'));
  for (const worker of workers) worker.stderr.resume();
  await waiters(ws, 'workerCount', 2);
  await ws.deleteVar('deleteMeWhenAllWorkersStarted');
  await starting;
  assert.deepEqual(await sleigh.status(), { workers: 2, closed: true });
  assert.deepEqual(await sleigh.eachWorker('SleighRank'), [0, 1]);
  const late = run();
  let said = '';
  late.stderr.on('data', (text) => { said += text; });
  const [code] = await once(late, 'close');
  assert.notEqual(code, 0);
  assert.match(said, /too late to join/);
  await sleigh.stop();
  await Promise.all(ends);
});
