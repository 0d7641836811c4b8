import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { batchNodeList, lsfNodeList, pbsNodeList, sgeNodeList, slurmNodeList } from '../../kit/nws.mjs';
import { directoryWith } from '../../kit/programs.mjs';

test('LSF repeats a host for each slot', () => {
  assert.deepEqual(lsfNodeList({ LSB_HOSTS: ' a a  b ' }), ['a', 'a', 'b']);
});

test('PBS and Grid Engine have files', async (t) => {
  const directory = await directoryWith(t, { pbs: 'a\na\nb\n', sge: 'a 2 all.q@a UNDEFINED\n\nb 1 all.q@b\nc\n' });
  assert.deepEqual(pbsNodeList({ PBS_NODEFILE: join(directory, 'pbs') }), ['a', 'a', 'b']);
  assert.deepEqual(sgeNodeList({ PE_HOSTFILE: join(directory, 'sge') }), ['a', 'a', 'b', 'c']);
  assert.throws(() => pbsNodeList({ PBS_NODEFILE: '/nowhere' }), /PBS_NODEFILE names the file '\/nowhere', which cannot be read/);
});

test('Slurm writes lists short', () => {
  const list = (nodes, tasks) => slurmNodeList({ SLURM_JOB_NODELIST: nodes, SLURM_TASKS_PER_NODE: tasks });
  assert.deepEqual(list('n1'), ['n1']);
  assert.deepEqual(list('n[08-10,3],gpu', '1'), ['n08', 'n09', 'n10', 'n3', 'gpu']);
  assert.deepEqual(list('r[1-2]n[1-2]x'), ['r1n1x', 'r1n2x', 'r2n1x', 'r2n2x']);
  assert.deepEqual(list('a,b,c', '2(x2),1'), ['a', 'a', 'b', 'b', 'c']);
});

test('the batch system is the one that there is', () => {
  assert.deepEqual(batchNodeList({ SLURM_JOB_NODELIST: 'n[1-2]' }), ['n1', 'n2']);
  assert.throws(() => batchNodeList({}), /no batch system .* LSB_HOSTS, PBS_NODEFILE, PE_HOSTFILE, SLURM_JOB_NODELIST is set/);
  assert.throws(() => lsfNodeList({}), /LSB_HOSTS is not set/);
});
