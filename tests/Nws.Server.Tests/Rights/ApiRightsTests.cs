using System.Net;
using System.Text;
using System.Text.Json;
using Nws.Server.Tests.WebConsole;

namespace Nws.Server.Tests.Rights;

/// <summary>Calls of the web API with a token of every right.</summary>
public sealed class ApiRightsTests
{
    private const NwsRight Read = NwsRight.Read, Write = NwsRight.Write, Admin = NwsRight.Admin;

    private static readonly (string Call, NwsRight Needed)[] InAWorkspace =
    [
        ("GET workspace?workspace=W", Read), ("GET variables?workspace=W", Read), ("GET variable?workspace=W&variable=v", Read), ("GET values?workspace=W&variable=v", Read),
        ("GET value?workspace=W&variable=v&index=0", Read), ("GET value/content?workspace=W&variable=v&index=0", Read), ("GET find?workspace=W&variable=v", Read), ("GET waits?workspace=W", Read),
        ("GET farm?workspace=W", Read), ("GET farm/output?workspace=W", Read), ("GET events?workspace=W", Read),
        ("POST fetch?workspace=W&variable=v", Write), ("POST values?workspace=W&variable=new {}", Write), ("PUT variables?workspace=W&variable=new {\"mode\": \"lifo\"}", Write),
        ("DELETE variables?workspace=W&variable=v", Write), ("DELETE values?workspace=W&variable=v&index=0", Write), ("DELETE workspaces?workspace=W", Write), ("POST workspaces {\"name\": \"W\"}", Write),
        ("POST farm/leave?workspace=W&rank=0", Write),
        ("POST expressions?workspace=W&variable=new {\"language\": \"javascript\", \"code\": \"1\"}", Admin),
    ];

    public static TheoryData<string, NwsRight> Cases => [.. from row in InAWorkspace from right in Enum.GetValues<NwsRight>() select (row.Call, right)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_WithARight_IsDoneExactlyIfTheRightAllowsIt(string call, NwsRight right)
    {
        await using var server = await RightsServer.StartAsync();
        using var client = new ConsoleClient(server.Server);
        bool allowed = right >= InAWorkspace.First(row => row.Call == call).Needed;
        string before = await server.ContentsAsync();

        using var here = await SendAsync(client, call, "shop", right);
        if (!allowed) Assert.Equal(("denied", before), (await DeniedAsync(here), await server.ContentsAsync()));
        else Assert.NotEqual(HttpStatusCode.Forbidden, here.StatusCode);
        before = await server.ContentsAsync();
        using var elsewhere = await SendAsync(client, call, "vault", right);
        if (right != Admin) Assert.Equal(("denied", before), (await DeniedAsync(elsewhere), await server.ContentsAsync()));
        else Assert.NotEqual(HttpStatusCode.Forbidden, elsewhere.StatusCode);
    }

    [Theory]
    [InlineData(Read)]
    [InlineData(Write)]
    [InlineData(Admin)]
    public async Task Server_AsAWhole_IsShownToThoseWhoMaySeeAllOfIt(NwsRight right)
    {
        await using var server = await RightsServer.StartAsync();
        using var client = new ConsoleClient(server.Server);

        using var clients = await SendAsync(client, "GET clients", "", right);
        using var metrics = await client.SendAsync("GET", "metrics", headers: Bearer(right));

        var expected = right == Admin ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
        Assert.Equal((expected, expected), (clients.StatusCode, metrics.StatusCode));
    }

    [Theory]
    [InlineData(Read, "shop")]
    [InlineData(Admin, "__default shop vault")]
    public async Task List_OfWorkspaces_ShowsThoseOfTheToken(NwsRight right, string expected)
    {
        await using var server = await RightsServer.StartAsync();
        using var client = new ConsoleClient(server.Server);

        using var response = await SendAsync(client, "GET workspaces", "", right);
        var list = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(expected, string.Join(' ', list.GetProperty("workspaces").EnumerateArray().Select(item => item.GetProperty("name").GetString())));
        Assert.Equal(expected.Split(' ').Length, list.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task SignIn_WithAToken_HasItsRightsAndNoMore()
    {
        await using var server = await RightsServer.StartAsync();
        using var client = new ConsoleClient(server.Server);
        using var signedIn = await client.PostJsonAsync("session", $$"""{"token": "{{RightsServer.SecretOf(Read)}}"}""");
        string cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        using var find = await client.SendAsync("GET", "api/v1/find?workspace=shop&variable=v", headers: ("Cookie", cookie));
        using var fetch = await client.SendAsync("POST", "api/v1/fetch?workspace=shop&variable=v", headers: ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.OK, find.StatusCode);
        Assert.Equal("denied", await DeniedAsync(fetch));
    }

    private static async Task<string> DeniedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        return await ConsoleClient.CodeAsync(response);
    }

    private static (string, string) Bearer(NwsRight right) => ("Authorization", $"Bearer {RightsServer.SecretOf(right)}");

    private static Task<HttpResponseMessage> SendAsync(ConsoleClient client, string call, string workspace, NwsRight right)
    {
        string[] parts = call.Replace("W", workspace, StringComparison.Ordinal).Split(' ', 3);
        byte[]? body = parts.Length > 2 ? Encoding.UTF8.GetBytes(parts[2]) : null;
        return client.SendAsync(parts[0], "api/v1/" + parts[1], body, body is null ? null : "application/json", Bearer(right));
    }
}
