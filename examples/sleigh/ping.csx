// How long a value takes to a worker and back: a ball is played to each worker a hundred times.
//
//     nws run examples/sleigh/ping.csx

using System.Diagnostics;

const int Balls = 100;

var workers = await sleigh.BeginEachWorkerAsync(Code.CSharp("""
    foreach (int ball in Enumerable.Range(1, SleighArgument<int>(0)))
        await SleighUserNws.StoreAsync($"pong {SleighRank}", -await SleighUserNws.FetchAsync<int>($"ping {SleighRank}"));
    """), [Balls]);

for (int rank = 0; rank < sleigh.WorkerCount; rank++)
{
    var times = new List<double>();
    for (int ball = 1; ball <= Balls; ball++) times.Add(await Play(rank, ball));
    times.Sort();
    Console.WriteLine($"worker {rank}: {times.Count} balls, {1000 * times[Balls / 2]:F0} microseconds there and back");
}
await workers.WaitAsync();

async Task<double> Play(int rank, int ball)
{
    long start = Stopwatch.GetTimestamp();
    await sleigh.UserNws.StoreAsync($"ping {rank}", ball);
    if (await sleigh.UserNws.FetchAsync<int>($"pong {rank}") != -ball) throw new InvalidDataException($"ball {ball} was lost");
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
