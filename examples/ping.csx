// Plays with pong.py through the workspace. With a server running (`nws start`), in two terminals:
//
//     nws run examples/pong.py
//     nws run examples/ping.csx

for (int ball = 1; ball <= 3; ball++)
{
    await ws.StoreAsync("ping", ball);
    Console.WriteLine($"ping {ball}, pong {await ws.FetchAsync<int>("pong")}");
}
await ws.StoreAsync("ping", null);
