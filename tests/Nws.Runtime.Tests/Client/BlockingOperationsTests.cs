namespace Nws.Runtime.Tests.Client;

public class BlockingOperationsTests : ClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public void Values_GoInAndOut()
    {
        Workspace.Store("x", 1);
        Workspace.Store("x", 2);
        Assert.Equal(1, Workspace.Find<int>("x"));
        Assert.Equal(NwsValue.From(1), Workspace.Find("x", Limit));
        Assert.Equal(1, Workspace.FindTry<int>("x"));
        Assert.Equal(NwsValue.From(1), Workspace.FindTry("x"));
        Assert.Equal(1, Workspace.Fetch<int>("x", Limit));
        Assert.Equal(NwsValue.From(2), Workspace.Fetch("x"));
        Assert.Equal(-1, Workspace.FetchTry("x", -1));
        Assert.Null(Workspace.FetchTry("x"));
        Assert.Equal("none", Workspace.FindTry("x", "none"));
    }

    [Fact]
    public void Variables_AreDeclaredListedAndDeleted()
    {
        Workspace.Declare("x", VariableMode.Lifo);
        Assert.Equal(new VariableListing("x", 0, 0, 0, VariableMode.Lifo), Assert.Single(Workspace.ListVars()));
        Workspace.DeleteVar("x");
        Assert.Empty(Workspace.ListVars());
    }

    [Fact]
    public void Workspaces_AreMadeListedAndDeleted()
    {
        Assert.Equal("a", Client.OpenWs("a").Name);
        Assert.Equal("b", Client.UseWs("b").Name);
        string temporary = Client.MktempWs();
        Assert.Equal(new HashSet<string> { "__default", "a", "b", "ws", temporary }, Client.ListWss().Select(listing => listing.Name).ToHashSet());
        Client.DeleteWs("a");
        Assert.DoesNotContain(Client.ListWss(withVariables: true), listing => listing.Name == "a");
    }

    [Fact]
    public void Failures_AreTheOperationsOwn()
    {
        Assert.Throws<NwsTimeoutException>(() => Workspace.Fetch("x", TimeSpan.Zero));
        Assert.Throws<NwsNoWorkSpaceException>(() => Client.OpenWs("none", create: false));
        Client.Close();
        Assert.Throws<NwsConnectionDroppedException>(() => Workspace.Store("x", 1));
    }
}
