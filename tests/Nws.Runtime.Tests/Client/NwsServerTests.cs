using Nws.TestKit;

namespace Nws.Runtime.Tests.Client;

public class NwsServerTests : ClientTests
{
    [Fact]
    public async Task OpenWs_OfANewName_OwnsItUntilTheConnectionEnds()
    {
        await using var other = await Server.ConnectAsync();
        var opened = await Client.OpenWsAsync("mine", cancellationToken: Token);
        Assert.Equal(("mine", Client), (opened.Name, opened.Server));
        var listed = Assert.Single(await Client.ListWssAsync(cancellationToken: Token), listing => listing.Name == "mine");
        Assert.True(listed is { Mine: true, Persistent: false, VariableCount: 0, VariableNames: [] });
        Assert.Contains("(test)", listed.Owner, StringComparison.Ordinal);
        Assert.False((await other.ListWssAsync(cancellationToken: Token)).Single(listing => listing.Name == "mine").Mine);

        await Client.DisposeAsync().AsTask().Soon();
        Assert.DoesNotContain(await other.ListWssAsync(cancellationToken: Token), listing => listing.Name == "mine");
    }

    [Fact]
    public async Task OpenWs_Persistent_OutlivesTheConnection()
    {
        await using var other = await Server.ConnectAsync();
        await Client.OpenWsAsync("kept", persistent: true, cancellationToken: Token);
        await Client.DisposeAsync().AsTask().Soon();
        Assert.Contains(await other.ListWssAsync(cancellationToken: Token), listing => listing is { Name: "kept", Persistent: true });
    }

    [Fact]
    public async Task OpenAndUse_WithoutCreating_NeedTheWorkspace()
    {
        var opening = Client.OpenWsAsync("none", create: false, cancellationToken: Token);
        var fault = await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => opening);
        Assert.Equal("no_workspace", fault.Code);
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => Client.UseWsAsync("none", create: false, cancellationToken: Token));
        Assert.Equal("ws", (await Client.UseWsAsync("ws", create: false, cancellationToken: Token)).Name);
    }

    [Fact]
    public async Task UseWs_OfANewName_OwnsNothing()
    {
        var listed = Assert.Single(await Client.ListWssAsync(cancellationToken: Token), listing => listing.Name == "ws");
        Assert.True(listed is { Mine: false, Owner: "" });
    }

    [Fact]
    public async Task MktempWs_GivesANewNameEachTime()
    {
        string first = await Client.MktempWsAsync(cancellationToken: Token), second = await Client.MktempWsAsync("job%04d.tmp", Token);
        Assert.Matches("^__csws__\\d+$", first);
        Assert.Matches("^job\\d{4}\\.tmp$", second);
        var fault = await Assert.ThrowsAsync<NwsOperationException>(() => Client.MktempWsAsync("no number", Token));
        Assert.Equal("bad_template", fault.Code);
    }

    [Fact]
    public async Task DeleteWs_EndsWhoWaitsInIt()
    {
        var fetching = Workspace.FetchAsync("x", cancellationToken: Token);
        await FetchersAsync("x", 1);
        await Client.DeleteWsAsync("ws", Token);
        Assert.Equal("variable_deleted", (await Assert.ThrowsAsync<NwsOperationException>(() => fetching.Soon())).Code);
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => Client.DeleteWsAsync("ws", Token));
        Assert.Equal("protected", (await Assert.ThrowsAsync<NwsOperationException>(() => Client.DeleteWsAsync("__default", Token))).Code);
    }

    [Fact]
    public async Task ListWss_WithVariables_NamesThem()
    {
        await Workspace.StoreAsync("b", 1, Token);
        await Workspace.StoreAsync("a", 1, Token);
        var listed = await Client.ListWssAsync(withVariables: true, Token);
        Assert.Equal(["__default", "ws"], listed.Select(listing => listing.Name));
        Assert.Equal(["a", "b"], listed[1].VariableNames);
        Assert.Equal(2, listed[1].VariableCount);
    }

    [Fact]
    public async Task ListVars_OfAnyWorkspace_NeedsNoOpening()
    {
        await using var other = await Server.ConnectAsync();
        await Workspace.StoreAsync("x", 1, Token);
        Assert.Equal("x", Assert.Single(await other.ListVarsAsync("ws", Token)).Name);
        await Assert.ThrowsAsync<NwsNoWorkSpaceException>(() => other.ListVarsAsync("none", Token));
    }
}
