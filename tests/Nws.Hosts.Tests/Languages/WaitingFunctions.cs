namespace Nws.Hosts.Tests.Languages;

/// <summary>Functions of a text that wait until there is a file of that name, unless the text is empty, and give the text.</summary>
internal static class WaitingFunctions
{
    internal static string Of(NwsLanguage language) => language switch
    {
        NwsLanguage.CSharp => "(string name) => { while (name != \"\" && !File.Exists(name)) Thread.Sleep(10); return name; }",
        NwsLanguage.Python => "import os, time\ndef wait(name):\n    while name and not os.path.exists(name): time.sleep(0.01)\n    return name",
        NwsLanguage.JavaScript =>
            "async name => { while (name !== '' && !(await import('node:fs')).existsSync(name)) await new Promise((done) => setTimeout(done, 10)); return name; }",
        _ => throw new ArgumentOutOfRangeException(nameof(language)),
    };
}
