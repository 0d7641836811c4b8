export {
  SleighException, SleighGatheredException, SleighIllegalValueException, SleighJoinException, SleighNwsException,
  SleighOccupiedException, SleighScriptException, SleighStoppedException, SleighTaskException,
} from './farm/exceptions.mjs';
export { SleighPending } from './farm/sleigh-pending.mjs';
export { SleighResultIterator } from './farm/sleigh-result-iterator.mjs';
export { Sleigh } from './farm/sleigh.mjs';
