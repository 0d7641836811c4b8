// How long a value takes to a worker and back: a ball is played to each worker a hundred times.
//
//     nws run examples/sleigh/ping.mjs

const BALLS = 100;

async function returnBalls(balls) {
  for (let ball = 0; ball < balls; ball++) {
    await SleighUserNws.store(`pong ${SleighRank}`, -await SleighUserNws.fetch(`ping ${SleighRank}`));
  }
}

async function play(rank, ball) {
  const start = performance.now();
  await sleigh.userNws.store(`ping ${rank}`, ball);
  if (await sleigh.userNws.fetch(`pong ${rank}`) !== -ball) throw new Error(`ball ${ball} was lost`);
  return performance.now() - start;
}

const workers = await sleigh.using({ blocking: false }).eachWorker(returnBalls, BALLS);
for (let rank = 0; rank < sleigh.workerCount; rank++) {
  const times = [];
  for (let ball = 1; ball <= BALLS; ball++) times.push(await play(rank, ball));
  const median = times.sort((a, b) => a - b)[BALLS / 2];
  console.log(`worker ${rank}: ${times.length} balls, ${Math.round(1000 * median)} microseconds there and back`);
}
await workers.wait();
