using Nws.Hosts.Tests.Repl;

namespace Nws.Hosts.Tests.Cli;

/// <summary>The key Tab in real shells at a real terminal.</summary>
public sealed class ShellCompletionTests : IAsyncLifetime
{
    private ServerFixture _server = null!;
    private TmuxTerminal _terminal = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerFixture.StartAsync();
        _terminal = await TmuxTerminal.StartAsync();
        var shop = await _server.Client.UseWsAsync("shop", cancellationToken: TestContext.Current.CancellationToken);
        await shop.StoreAsync("colour", "red", TestContext.Current.CancellationToken);
        await shop.StoreAsync("two \"words\"", "green", TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _terminal.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("zsh -f", "autoload -U compinit; compinit -u -D; source <(nws completion zsh)")]
    [InlineData("bash --norc", "source <(nws completion bash)")]
    public async Task Tab_CompletesVerbsAndNamesOfTheServer(string shell, string setUp)
    {
        await _terminal.TypeAsync($"PATH={AppContext.BaseDirectory}:$PATH NWS_SERVER={_server.Client.Endpoint} {shell}\nPS1='tab'; PS1=$PS1'> '\n");
        await _terminal.SeesAsync("tab> ", inLastLine: true);
        await _terminal.TypeAsync($"{setUp}; PS1='ready'$PS1\n");
        await _terminal.SeesAsync("readytab> ", inLastLine: true);

        await CompletesAsync("nws far", "nws farm");
        await CompletesAsync("nws fetch sh", "nws fetch shop");
        await CompletesAsync("nws find shop tw", "nws find shop two\\ \\\"words\\\"");
        await _terminal.PressAsync("Enter");
        await _terminal.SeesAsync("\ngreen");
        await CompletesAsync("nws fetch shop colour --as js", "nws fetch shop colour --as json");
        await _terminal.PressAsync("Enter");
        await _terminal.SeesAsync("\n\"red\"");
    }

    /// <summary>Types the beginning of a line, and sees what Tab makes of it; it stays there.</summary>
    private async Task CompletesAsync(string begun, string line)
    {
        await _terminal.PressAsync("C-u");
        await _terminal.SeesAsync("readytab> ", inLastLine: true);
        await _terminal.TypeAsync(begun);
        await _terminal.SeesAsync($"readytab> {begun}", inLastLine: true);
        await _terminal.PressAsync("Tab");
        await _terminal.SeesAsync($"readytab> {line}", inLastLine: true);
    }
}
