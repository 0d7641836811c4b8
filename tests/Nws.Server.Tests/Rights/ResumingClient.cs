using Nws.Server.Tests.Sessions;
using Nws.TestKit;

namespace Nws.Server.Tests.Rights;

/// <summary>Hand-made clients with a token, whose session outlasts the connection.</summary>
internal static class ResumingClient
{
    public static async Task<(RawClient Client, string Key)> BeginAsync(PipeServer server, string token)
    {
        var client = server.Connect();
        var hello = await HelloAsync(client, token, key: null);
        Assert.Null(hello.Code);
        Assert.Null((await client.CallAsync("use", "shop")).Code);
        return (client, hello.Result["resume"]["key"].To<string>());
    }

    // One response has arrived, that to use.
    public static Task<RawResponse> HelloAsync(RawClient client, string? token, string? key)
    {
        object resume = key is null ? new Dictionary<string, object?>() : new { key, received = 1 };
        var hello = new Dictionary<string, object?> { ["protocol"] = 1, ["confirm"] = true, ["resume"] = resume };
        if (token is not null) hello["token"] = token;
        return client.CallAsync("hello", hello);
    }

    // Of this run of the server, and of a form that is right.
    public static string Unknown(string key) => key[..^2] + (key.EndsWith("00", StringComparison.Ordinal) ? "11" : "00");

    public static async Task LoseAsync(PipeServer server, RawClient client)
    {
        await client.AbortAsync();
        await server.EndOfAsync(client);
    }
}
