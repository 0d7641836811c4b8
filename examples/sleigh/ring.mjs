// A token goes round in a ring of workers: each takes it from the worker before, signs it, and hands it to the next.
//
//     nws run examples/sleigh/ring.mjs

const ROUNDS = 3;

async function passOn(rounds) {
  const after = (SleighRank + 1) % SleighWorkerCount;
  for (let round = 0; round < rounds; round++) {
    const token = await SleighUserNws.fetch(`token for ${SleighRank}`);
    await SleighUserNws.store(`token for ${after}`, [...token, SleighRank]);
  }
}

const ring = await sleigh.using({ blocking: false }).eachWorker(passOn, ROUNDS);
await sleigh.userNws.store('token for 0', []);
await ring.wait();
console.log('the token went', ...await sleigh.userNws.fetch('token for 0'));
