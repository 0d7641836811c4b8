namespace Nws.Hosts.Repl.Session;

/// <summary>Something a user has entered.</summary>
internal abstract record ReplInput
{
    /// <summary>Code to be run.</summary>
    internal sealed record Code(NwsLanguage Language, string Text) : ReplInput;

    /// <summary>The language that holds from now on.</summary>
    internal sealed record Switch(NwsLanguage Language) : ReplInput;

    /// <summary>A command of the prompt: <c>#name argument</c>.</summary>
    internal sealed record Command(string Name, string Argument) : ReplInput;
}
