using System.CommandLine;
using System.Text;

namespace Nws.Hosts.Cli;

/// <summary><c>nws store</c>: stores a value.</summary>
internal static class StoreVerb
{
    private const string StandardInput = "-";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Argument<string?> Value = new("value")
    {
        Description = "The value, as text. Default, or -: standard input to its end.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Take the value as JSON: a number, list, map, ..." };

    private static readonly Option<string?> BytesOf = new("--file")
    {
        Description = "Store the bytes of a file; - is standard input.",
        HelpName = "file",
    };

    private static readonly Option<bool> Persistent = new("--persistent")
    {
        Description = "If nobody owns the workspace yet, own it and let it be persistent: a server with a data file keeps it.",
    };

    public static Command Create()
    {
        var command = new Command("store", "Store a value.");
        WorkspaceArguments.AddTo(command);
        command.Arguments.Add(Value);
        command.Options.Add(Json);
        command.Options.Add(BytesOf);
        command.Options.Add(Persistent);
        ClientArguments.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(BytesOf) is not null && (result.GetValue(Value) is not null || result.GetValue(Json)))
                result.AddError("The value comes from --file: give no other value, nor --json.");
        });
        return command.RunsUntilInterrupted(StoreAsync);
    }

    private static async Task<int> StoreAsync(ParseResult parsed, CancellationToken cancellation)
    {
        // Read first: a value that cannot be read should not cost a connection, nor make a workspace.
        await using var bytes = OpenFile(parsed.GetValue(BytesOf));
        var value = bytes is null ? await ReadValueAsync(parsed, cancellation) : NwsValue.From(Array.Empty<byte>());
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        string name = parsed.GetRequiredValue(WorkspaceArguments.Workspace);
        var workspace = parsed.GetValue(Persistent)
            ? await server.OpenWsAsync(name, persistent: true, cancellationToken: cancellation)
            : await server.UseWsAsync(name, cancellationToken: cancellation);
        string variable = parsed.GetRequiredValue(WorkspaceArguments.Variable);
        // An empty file is not stored by StoreFileAsync; here it is the value of no bytes.
        if (bytes is null || await workspace.StoreFileAsync(variable, bytes, cancellationToken: cancellation) == 0)
            await workspace.StoreAsync(variable, value, cancellation);
        return ExitCodes.Ok;
    }

    private static Stream? OpenFile(string? path) => path switch
    {
        null => null,
        StandardInput => Console.OpenStandardInput(),
        _ => File.OpenRead(path),
    };

    private static async Task<NwsValue> ReadValueAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string given = parsed.GetValue(Value) ?? StandardInput;
        string text = given == StandardInput ? await ReadStandardInputAsync(cancellation) : given;
        return parsed.GetValue(Json) ? JsonText.Read(text) : NwsValue.From(text);
    }

    private static async Task<string> ReadStandardInputAsync(CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(content, cancellation);
        try
        {
            return StrictUtf8.GetString(content.GetBuffer(), 0, (int)content.Length);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("Standard input is not text in UTF-8. To store it as bytes, say --file -.");
        }
    }
}
