// Tries to store what has no kind, prints the path to it each time, and at last what has been stored: nothing.
import { NwsTuple, NwsValueError } from 'nws';

class Record {
  constructor(name) {
    this.name = name;
  }
}

const cycle = { list: [] };
cycle.list.push(cycle);
let deep = 'core';
for (let i = 0; i < 257; i++) deep = [deep];
const call = () => 1;

for (const value of [
  call,
  { rows: [1, 2, 3, call] },
  [NwsTuple.of(1, new Map([[2, call]]))],
  { a: new Map([[NwsTuple.of(1, call), 2]]) },
  new Map([[0, 0], [1.5, call]]),
  new Set([call]),
  { "it's\n\ud800": { ['k'.repeat(41)]: call } },
  new Record(call),
  cycle,
  deep,
]) {
  try {
    await ws.store('refused', value);
    console.log('stored');
  } catch (error) {
    if (!(error instanceof NwsValueError)) throw error;
    const told = error.message.endsWith(error.path ? `, at ${error.path}` : '');
    console.log(told ? `at ${error.path}` : error.message);
  }
}
console.log(await ws.findTry('refused') === null ? 'nothing' : 'something');
