import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { directoryWith } from './programs.mjs';

const PROGRAM = '/usr/sbin/sshd';

/**
 * Starts a real OpenSSH server on a loopback port, with keys that live as long as it does, for whoever runs the tests.
 * @param {import('node:test').TestContext} t
 * @returns {Promise<string[]>} the options of ssh that reach it and touch nothing of the user's
 */
export async function startSshServer(t) {
  const directory = await directoryWith(t, {});
  const port = await freePort();
  const file = (name) => join(directory, name);
  for (const key of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(key)]);
  copyFileSync(file('user.pub'), file('authorized_keys'));
  writeFileSync(file('sshd_config'), [
    `Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host')}`, `AuthorizedKeysFile ${file('authorized_keys')}`,
    `PidFile ${file('sshd.pid')}`, 'StrictModes no', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no',
    'UsePAM no', 'PermitRootLogin prohibit-password', 'AllowTcpForwarding yes', 'MaxStartups 50', '',
  ].join('\n'));
  // Where it keeps apart what a stranger may reach; systems without a running sshd do not have it.
  if (process.getuid() === 0) mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(PROGRAM, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  t.after(() => {
    server.kill();
    return ended;
  });
  await listening(server);
  return [
    '-F', 'none', '-p', String(port), '-i', file('user'), '-o', 'IdentitiesOnly=yes', '-o', 'StrictHostKeyChecking=no',
    '-o', `UserKnownHostsFile=${file('known_hosts')}`, '-o', 'LogLevel=ERROR',
  ];
}

async function listening(server) {
  const lines = createInterface(server.stderr);
  for await (const line of lines) {
    if (!line.includes('Server listening')) continue;
    server.stderr.resume();
    return;
  }
  throw new Error(`${PROGRAM} did not start (Debian: apt-get install openssh-server)`);
}

/** A port that nobody listened on a moment ago. Neighbours of known ports are no choice: the system gives them to connections. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
