namespace Nws.Hosts.Languages;

/// <summary>How the kernel of a language is started.</summary>
/// <param name="Language">The language.</param>
/// <param name="FileName">The program, as a full path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">What is added to the environment of this process.</param>
internal sealed record KernelCommand(
    NwsLanguage Language, string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Whether it leaves temporary files behind when it is killed, and so gets a folder of its own for them, which goes with it.</summary>
    public bool LeavesFiles { get; init; }
}
