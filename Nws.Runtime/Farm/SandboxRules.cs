namespace Nws.Farm;

/// <summary>What code the sandbox of a worker runs.</summary>
internal static class SandboxRules
{
    /// <exception cref="SleighIllegalValueException">It does not run that.</exception>
    public static void Check(NwsLanguage language, SleighTaskType type)
    {
        if (language != NwsLanguage.JavaScript)
            throw new SleighIllegalValueException($"The sandbox runs JavaScript only, not {language.ToDisplayName()}.");
        if (type == SleighTaskType.Define)
            throw new SleighIllegalValueException("The sandbox keeps no definitions, because every task begins anew: put them into the code of the tasks.");
    }
}
