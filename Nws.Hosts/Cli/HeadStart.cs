using Nws.Client;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Cli;

/// <summary>
/// What a verb will need, begun while its command line is still being read, for that takes as long again: the connection to the server, or the process of a kernel. It goes by the plain look of the words; what the
/// parser makes of them counts, and a head start that does not fit is dropped.
/// </summary>
internal static class HeadStart
{
    private static readonly string[] ClientVerbs = ["store", "fetch", "find", "list", "delete", "declare", "watch", "mktemp", "why"];

    /// <summary>Options that make it another server, or another action.</summary>
    private static readonly string[] Turns = ["--server", "--tls-pin", "--token", "--js-engine", "--help", "-h", "-?", "@"];

    private static (NwsConnectionOptions Options, Task<NwsServer> Server)? _connection;
    private static KernelHost? _kernel;

    /// <summary>Begins what these words seem to ask for.</summary>
    public static void Begin(string[] arguments)
    {
        if (arguments.Any(word => Turns.Any(turn => word.StartsWith(turn, StringComparison.Ordinal)))) return;
        switch (arguments)
        {
            case ["eval", .. var rest]:
                if (rest.SkipWhile(word => word is not ("-l" or "--language")).Skip(1).FirstOrDefault() is { } language) Launch(language);
                break;
            // What is stored may be long in coming from standard input.
            case ["store", _, _, not ("-" or ['-', '-', ..])]:
            case [not "store", ..] when ClientVerbs.Contains(arguments[0]):
                Connect();
                break;
        }
    }

    /// <summary>The server, if it is being connected to with these options.</summary>
    public static Task<NwsServer>? TakeServer(NwsConnectionOptions options)
    {
        if (_connection is not { } begun || begun.Options != options) return null;
        _connection = null;
        return begun.Server;
    }

    /// <summary>The kernel, if one of this language has been launched.</summary>
    public static KernelHost? TakeKernel(NwsLanguage language)
    {
        if (_kernel?.Language != language) return null;
        var kernel = _kernel;
        _kernel = null;
        return kernel;
    }

    /// <summary>Takes back what nobody needed.</summary>
    public static void Drop()
    {
        if (_connection is { Server.IsCompletedSuccessfully: true } begun) begun.Server.Result.DisposeAsync().AsTask().Block();
        _kernel?.DisposeAsync().AsTask().Block();
    }

    private static void Connect()
    {
        try
        {
            var options = new NwsConnectionOptions { Endpoint = NwsEndpoint.Default, Token = NwsEndpoint.DefaultToken };
            _connection = (options, Task.Run(() => NwsServer.ConnectAsync(options)));
        }
        catch (FormatException)
        {
            // The verb will say what is wrong with the address.
        }
    }

    private static void Launch(string word)
    {
        try
        {
            if (NwsLanguages.Parse(word) is var language and not NwsLanguage.CSharp) (_kernel = new KernelHost(language, LanguageRegistry.Current, new KernelSettings())).Launch();
        }
        catch (ArgumentException)
        {
            // The parser will say that there is no such language.
        }
    }
}
