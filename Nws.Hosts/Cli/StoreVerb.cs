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

    private static readonly Option<bool> Lines = new("--lines") { Description = "Store each line as a value of its own, while they come; with --json, each is JSON." };

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
        command.Options.Add(Lines);
        command.Options.Add(BytesOf);
        command.Options.Add(Persistent);
        ClientArguments.AddTo(command);
        command.Validators.Add(result =>
        {
            bool isJson = result.GetValue(Json) && !result.GetValue(Lines);
            if (result.GetValue(BytesOf) is not null && (result.GetValue(Value) is not null || isJson))
                result.AddError("The value comes from --file: give no other value, nor --json.");
        });
        return command.RunsUntilInterrupted(StoreAsync);
    }

    private static async Task<int> StoreAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Lines)) return await StoreLinesAsync(parsed, cancellation);
        // Read first: a value that cannot be read should not cost a connection, nor make a workspace.
        await using var bytes = OpenFile(parsed.GetValue(BytesOf));
        var value = bytes is null ? await ReadValueAsync(parsed, cancellation) : NwsValue.From(Array.Empty<byte>());
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await EnterAsync(parsed, server, cancellation);
        string variable = parsed.GetRequiredValue(WorkspaceArguments.Variable);
        // An empty file is not stored by StoreFileAsync; here it is the value of no bytes.
        if (bytes is null || await workspace.StoreFileAsync(variable, bytes, cancellationToken: cancellation) == 0)
            await workspace.StoreAsync(variable, value, cancellation);
        return ExitCodes.Ok;
    }

    private static async Task<int> StoreLinesAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string given = parsed.GetValue(Value) ?? StandardInput;
        await using var input = OpenFile(parsed.GetValue(BytesOf)) ?? (given == StandardInput ? Console.OpenStandardInput() : new MemoryStream(Encoding.UTF8.GetBytes(given)));
        await using var server = await ClientArguments.ConnectAsync(parsed, cancellation);
        var workspace = await EnterAsync(parsed, server, cancellation);
        Func<string, NwsValue> read = parsed.GetValue(Json) ? JsonText.Read : NwsValue.From;
        await LineStore.StoreAsync(workspace, parsed.GetRequiredValue(WorkspaceArguments.Variable), input, read, cancellation);
        return ExitCodes.Ok;
    }

    private static Task<NetWorkSpace> EnterAsync(ParseResult parsed, NwsServer server, CancellationToken cancellation)
    {
        string name = WorkspaceArguments.Read(parsed);
        return parsed.GetValue(Persistent)
            ? server.OpenWsAsync(name, persistent: true, cancellationToken: cancellation)
            : server.UseWsAsync(name, cancellationToken: cancellation);
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
