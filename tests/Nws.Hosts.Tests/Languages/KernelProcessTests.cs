using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

public sealed class KernelProcessTests
{
    [Fact]
    public async Task OpenPipes_ProcessHasEnded_GivesItsLastWords()
    {
        var command = new KernelCommand(NwsLanguage.Python, "/bin/sh", ["-c", "echo last words >&2"], new Dictionary<string, string>());
        KernelProcess process = KernelProcess.Start(command, "127.0.0.1:1", "token");
        await process.Ended.Soon();
        List<string> words = [];
        foreach (KernelPipe pipe in process.OpenPipes((stream, text) => words.Add($"{stream}: {text}"))) pipe.TakeAll(pass => pass());
        Assert.Equal(["stderr: last words\n"], words);
    }
}
