import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import { test } from 'node:test';
import { lsfcmd, nwsFile, rshcmd, Sleigh, sruncmd, sshcmd, sshforwardcmd } from '../../kit/nws.mjs';

const { filled, quoted } = await import(nwsFile('farm/workers/shell-command.mjs'));
const { launcherName, launcherOf } = await import(nwsFile('farm/launchers.mjs'));
const { sleighOptions } = await import(nwsFile('farm/sleigh-options.mjs'));
const { WorkerCommands } = await import(nwsFile('farm/workers/worker-commands.mjs'));

const NODE = { nwsHost: 'here', nwsPort: 8765, nwsHostRemote: 'there', nwsPortRemote: 99 };
const SSH = 'ssh -x -T -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15';

/** The words that start the worker of a place. */
function words(options, place = 0, server = { host: 'localhost', port: 8765 }) {
  return new WorkerCommands(sleighOptions(options), server, { sleigh: 'ride', user: 'use' }).start(place).words;
}

test('the launchers say what runs a command elsewhere', () => {
  const line = (launcher, options = NODE) => launcher('n1', options).join(' ');
  assert.equal(line(sshcmd), `${SSH} n1 exec {command}`);
  assert.equal(line(sshcmd, { ...NODE, user: 'eve' }), `${SSH} -l eve n1 exec {command}`);
  assert.equal(line(sshforwardcmd), `${SSH} -o ExitOnForwardFailure=yes -R there:99:here:8765 n1 exec {command}`);
  assert.equal(line(rshcmd, { user: 'eve' }), 'rsh -l eve n1 exec {command}');
  assert.equal(line(sruncmd), 'srun --nodes=1 --ntasks=1 --overlap --nodelist=n1 {command}');
  assert.equal(line(lsfcmd), 'bsub -I -m n1 exec {command}');
});

test('launchers go by their names, and commands tell where the worker\'s goes', () => {
  for (const [name, launcher] of [['ssh', sshcmd], ['sshforward', sshforwardcmd], ['rsh', rshcmd], ['srun', sruncmd], ['bsub', lsfcmd]]) {
    assert.equal(launcherOf(name), launcher);
  }
  assert.deepEqual(launcherOf('qrsh -l {host}  {command}')(), ['qrsh', '-l', '{host}', '{command}']);
  assert.deepEqual([sshcmd, 'bsub', ['qrsh', '{command}'], (host) => [host]].map(launcherName), ['ssh', 'bsub', 'qrsh', 'own']);
  assert.throws(() => new Sleigh({ launch: 'shh' }), /launch is 'local', 'web', one of ssh, .* not 'shh'/);
  assert.throws(() => new Sleigh({ launch: ['qrsh', '{host}'] }), /\{command\} says where/);
  assert.throws(() => new Sleigh({ launch: 5 }), /launch is .* not 5/);
});

test('node and command take their places', () => {
  const node = { host: '$&', user: 'eve' };
  assert.deepEqual(filled(['a', '{user}@{host}', '{command}', 'z'], node, ['b', 'c d']), ['a', 'eve@$&', 'b', 'c d', 'z']);
  assert.deepEqual(filled(['sh', '-c', 'exec {command}'], node, ['b', "it's $&"]), ['sh', '-c', "exec b 'it'\\''s $&'"]);
  assert.deepEqual(filled(['env'], node, ['b']), ['env', 'b']);
  assert.deepEqual(filled(['{user}', '{command}'], { host: 'h' }, ['b']), [userInfo().username, 'b']);
  assert.equal(quoted(['a-b_c./:=@%+,', '', 'x y', '*']), "a-b_c./:=@%+, '' 'x y' '*'");
});

test('a worker here is told the server as it is, and where it is', () => {
  const line = words({ workerCount: 2, masterExec: '/bin/nws', workingDir: '/tmp' }, 1).join(' ');
  assert.equal(line, '/bin/nws worker --server localhost:8765 --sleigh ride --user use --place 1 --working-dir /tmp');
  assert.equal(words({ masterExec: 'x.dll' })[0], 'dotnet');
  assert.ok(words({}, 0, { host: '::1', port: 5 }).includes('[::1]:5'));
});

test('a worker elsewhere is told a server that it can reach', () => {
  const line = (options, server) => words({ launch: 'env {command}', nodeList: ['n'], ...options }, 0, server).join(' ');
  assert.match(line({}), new RegExp(`^env nws worker --server ${hostname()}:8765 `));
  assert.match(line({}, { host: 'big', port: 1 }), /--server big:1 /);
  assert.match(line({ nwsHostRemote: 'gate', nwsPortRemote: 7 }), /--server gate:7 /);
  assert.match(line({ launch: 'sshforward' }), /-R localhost:8765:localhost:8765 n exec nws worker --server localhost:8765 /);
  assert.match(line({ scriptDir: '/opt/nws//', scriptName: 'nws2' }), /^env \/opt\/nws\/nws2 worker /);
});

test('what differs from node to node is looked up by node', () => {
  const options = {
    launch: 'ssh', nodeList: ['a', { host: 'b', user: 'bob', workerTags: ['gpu', 'big'] }, 'c'],
    user: { default: 'eve', c: 'carol' }, logDir: { a: '/var/log' }, token: 'secret',
    scriptExec: (host, command, { nwsHost }) => ['env', `FOR=${host}`, `OF=${nwsHost}`, ...command],
  };
  const [a, b, c] = [0, 1, 2].map((place) => words(options, place).join(' '));
  assert.match(a, /-l eve a exec env FOR=a OF=localhost nws worker .* --log-dir \/var\/log --token -$/);
  assert.match(b, /-l bob b exec .* --token - --tag gpu --tag big$/);
  assert.match(c, /-l carol c exec .* --working-dir \S+ --token -$/);
  assert.ok(![a, b, c].join(' ').includes('secret'));
  assert.throws(() => new Sleigh({ ...options, user: { d: 'eve' } }), /user has a value for 'd', which is not in nodeList/);
  assert.throws(() => new Sleigh({ ...options, user: { a: 5 } }), /user is a text, or an object with such values by node/);
  assert.throws(() => new Sleigh({ nodeList: [{ host: 'b', usr: 'x' }] }), /'usr' is not an option of the node 'b'/);
  assert.throws(() => new Sleigh({ nodeList: [] }), /nodeList is a list of one or more/);
});

test('the command for people has neither place nor token', () => {
  const options = sleighOptions({ launch: 'web', token: 'secret', scriptDir: '/my progs' });
  const commands = new WorkerCommands(options, { host: 'h', port: 1 }, { sleigh: 'a', user: 'b' });
  assert.equal(commands.count, 0);
  assert.equal(commands.forPeople, "'/my progs/nws' worker --server h:1 --sleigh a --user b");
});
