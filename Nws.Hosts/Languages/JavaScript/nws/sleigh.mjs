export {
  SleighException, SleighGatheredException, SleighIllegalValueException, SleighJoinException, SleighNwsException,
  SleighOccupiedException, SleighScriptException, SleighStoppedException, SleighTaskException,
} from './farm/exceptions.mjs';
export { lsfcmd, rshcmd, sruncmd, sshcmd, sshforwardcmd } from './farm/launchers.mjs';
export { SleighPending } from './farm/sleigh-pending.mjs';
export { SleighProgress } from './farm/sleigh-progress.mjs';
export { SleighResultIterator } from './farm/sleigh-result-iterator.mjs';
export { Sleigh } from './farm/sleigh.mjs';
export {
  batchNodeList, lsfNodeList, pbsNodeList, sgeNodeList, slurmNodeList,
} from './farm/workers/node-lists.mjs';
