// A token goes round in a ring of workers: each takes it from the worker before, signs it, and hands it to the next.
//
//     nws run examples/sleigh/ring.csx

const int Rounds = 3;

var ring = await sleigh.BeginEachWorkerAsync(Code.CSharp("""
    int after = (SleighRank + 1) % SleighWorkerCount;
    for (int round = 0; round < SleighArgument<int>(0); round++)
    {
        var token = await SleighUserNws.FetchAsync<List<int>>($"token for {SleighRank}");
        await SleighUserNws.StoreAsync($"token for {after}", token.Append(SleighRank).ToList());
    }
    """), [Rounds]);
await sleigh.UserNws.StoreAsync("token for 0", new List<int>());
await ring.WaitAsync();
Console.WriteLine($"the token went {string.Join(" ", await sleigh.UserNws.FetchAsync<List<int>>("token for 0"))}");
