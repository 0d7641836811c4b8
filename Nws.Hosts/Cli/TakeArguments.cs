using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Nws.Hosts.Cli;

/// <summary>The options of <c>nws fetch</c> and <c>nws find</c>: how long to wait, and how to write the value.</summary>
internal static class TakeArguments
{
    public static readonly Option<bool> Try = new("--try") { Description = "Do not wait for a value." };

    public static readonly Option<TimeSpan?> Timeout = new("--timeout")
    {
        Description = "Seconds to wait for a value. Default: for ever.",
        HelpName = "seconds",
        CustomParser = ParseSeconds,
    };

    public static readonly Option<ValueForm> As = new("--as")
    {
        Description = $"How to write the value: {ValueForms.Names}. Default: text, which is text as it is, and C# for anything else.",
        HelpName = "form",
        CustomParser = ParseForm,
    };

    public static readonly Option<bool> All = new("--all") { Description = "All values that are there, each in a line of its own, without waiting." };

    public static readonly Option<bool> Follow = new("--follow") { Description = "Value after value as they come, each in a line of its own, until Ctrl+C, or until none came in the --timeout." };

    public static void AddTo(Command command)
    {
        WorkspaceArguments.AddTo(command);
        command.Options.Add(Try);
        command.Options.Add(Timeout);
        command.Options.Add(All);
        command.Options.Add(Follow);
        command.Options.Add(As);
        ClientArguments.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Try) && result.GetValue(Timeout) is not null) result.AddError("Either --try or --timeout, not both.");
            if (result.GetValue(All) && (result.GetValue(Follow) || result.GetValue(Try) || result.GetValue(Timeout) is not null)) result.AddError("--all does not wait: give no --follow, --try or --timeout.");
            if (result.GetValue(Follow) && result.GetValue(Try)) result.AddError("Either --try or --follow, not both.");
        });
    }

    /// <summary>Whether more than one value is wanted.</summary>
    public static bool TakesMany(ParseResult parsed) => parsed.GetValue(All) || parsed.GetValue(Follow);

    /// <summary>How long to wait: not at all, for a time, or, as null, for ever.</summary>
    public static TimeSpan? ReadTimeout(ParseResult parsed) => parsed.GetValue(Try) ? TimeSpan.Zero : parsed.GetValue(Timeout);

    /// <summary>The workspace. Who waits may come before it, so it is made; not to wait for one that does not exist is an error.</summary>
    public static Task<NetWorkSpace> UseWorkspaceAsync(ParseResult parsed, NwsServer server, CancellationToken cancellation)
    {
        bool waits = ReadTimeout(parsed) != TimeSpan.Zero && !parsed.GetValue(All);
        return server.UseWsAsync(WorkspaceArguments.Read(parsed), create: waits, cancellation);
    }

    private static TimeSpan? ParseSeconds(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        bool isNumber = double.TryParse(word, CultureInfo.InvariantCulture, out double seconds);
        if (isNumber && seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds) return TimeSpan.FromSeconds(seconds);
        given.AddError($"'{word}' is not a number of seconds.");
        return null;
    }

    internal static ValueForm ParseForm(ArgumentResult given)
    {
        if (ValueForms.TryParse(given.Tokens[0].Value, out var form)) return form;
        given.AddError($"'{given.Tokens[0].Value}' is not a form of values; there are: {ValueForms.Names}.");
        return default;
    }
}
