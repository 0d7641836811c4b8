import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nwsFile } from './nws.mjs';

const DEADLINE = 30_000;

/**
 * Makes a directory with files, which is deleted after the test.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} files content by name
 * @returns {Promise<string>} its path
 */
export async function directoryWith(t, files) {
  const directory = await mkdtemp(join(tmpdir(), 'nws-test-'));
  t.after(() => rm(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return directory;
}

/**
 * Runs Node to its end.
 * @param {string[]} args
 * @param {object} [options] of `spawn`
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
export async function runNode(args, options = {}) {
  const env = { ...process.env, ...options.env };
  const child = spawn(process.execPath, args, { timeout: DEADLINE, ...options, env });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].on('data', (text) => { said[stream] += text; });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

/**
 * Runs a script as `nws run` does.
 * @param {string[]} args the script and its arguments
 * @param {object} [options] of `spawn`
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
export function runScript(args, options) {
  return runNode([fileURLToPath(nwsFile('run.mjs')), ...args], options);
}
