import { readFileSync } from 'node:fs';
import { SleighIllegalValueException } from '../exceptions.mjs';

const BATCH_SYSTEMS = new Map(Object.entries({
  LSB_HOSTS: lsfNodeList, PBS_NODEFILE: pbsNodeList, PE_HOSTFILE: sgeNodeList, SLURM_JOB_NODELIST: slurmNodeList,
}));

/**
 * The nodes that a batch system has given to this program, for the option `nodeList`; a node with several slots comes
 * several times.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 * @throws {SleighIllegalValueException} no batch system has started it
 */
export function batchNodeList(env = process.env) {
  for (const [variable, list] of BATCH_SYSTEMS) if (env[variable]) return list(env);
  throw new SleighIllegalValueException('no batch system has given this program nodes: none of the environment '
    + `variables ${[...BATCH_SYSTEMS.keys()].join(', ')} is set`);
}

/**
 * The nodes of LSF, from `LSB_HOSTS`.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function lsfNodeList(env = process.env) {
  return words(variable(env, 'LSB_HOSTS'));
}

/**
 * The nodes of PBS and Torque, from the file that `PBS_NODEFILE` names: one a line for each slot.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function pbsNodeList(env = process.env) {
  return words(fileOf(env, 'PBS_NODEFILE'));
}

/**
 * The nodes of Grid Engine, from the file that `PE_HOSTFILE` names: lines of host, slots, queue.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function sgeNodeList(env = process.env) {
  const lines = fileOf(env, 'PE_HOSTFILE').split('\n').map(words).filter(([host]) => host);
  return lines.flatMap(([host, slots = '1']) => Array(Number(slots)).fill(host));
}

/**
 * The nodes of Slurm, from `SLURM_JOB_NODELIST` (`n[1-3,07],gpu`) and `SLURM_TASKS_PER_NODE` (`2(x3),1`).
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
export function slurmNodeList(env = process.env) {
  const hosts = parts(variable(env, 'SLURM_JOB_NODELIST')).flatMap(expanded);
  const slots = (env.SLURM_TASKS_PER_NODE ?? '').split(',').flatMap((item) => {
    const [, count, times = '1'] = /^(\d+)(?:\(x(\d+)\))?$/.exec(item.trim()) ?? [];
    return count === undefined ? [] : Array(Number(times)).fill(Number(count));
  });
  return hosts.flatMap((host, i) => Array(slots[i] ?? 1).fill(host));
}

/** The items of a list with commas, but not those in brackets. */
function parts(list) {
  return list.match(/(?:[^,[\]]|\[[^\]]*\])+/g) ?? [];
}

/** The names that `n[1-3,07]x` stands for. */
function expanded(pattern) {
  const match = /^([^[]*)\[([^\]]*)\](.*)$/.exec(pattern.trim());
  if (!match) return [pattern.trim()];
  const [, before, ranges, after] = match;
  const numbers = ranges.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-');
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, i) => String(Number(first) + i).padStart(first.length, '0'));
  });
  return numbers.flatMap((number) => expanded(after).map((rest) => `${before}${number}${rest}`));
}

function variable(env, name) {
  if (env[name]) return env[name];
  throw new SleighIllegalValueException(`the environment variable ${name} is not set`);
}

function fileOf(env, name) {
  const file = variable(env, name);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SleighIllegalValueException(`${name} names the file '${file}', which cannot be read: ${error.message}`,
      { cause: error });
  }
}

function words(text) {
  return text.split(/\s+/).filter((word) => word !== '');
}
