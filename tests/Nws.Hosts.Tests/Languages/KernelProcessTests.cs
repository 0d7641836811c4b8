using System.Globalization;
using Nws.Hosts.Languages;
using Nws.TestKit;

namespace Nws.Hosts.Tests.Languages;

public sealed class KernelProcessTests
{
    [Theory]
    [InlineData("echo $$ > \"$1\"; exec sleep 1000", true)]
    [InlineData("sleep 1000 & echo $! > \"$1\"; wait", false)]
    public async Task Kill_TakesTheProcessAndWhatItHasStarted(string script, bool alone)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "pid");
        var command = new KernelCommand(NwsLanguage.Python, "/bin/sh", ["-c", script, "sh", file], new Dictionary<string, string>());
        KernelProcess process = KernelProcess.Start(command, "127.0.0.1:1", "token");
        int last = 0;
        await Eventually.TrueAsync(() => File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out last));
        if (OperatingSystem.IsLinux()) Assert.Equal(alone, ProcessTree.IsAlone(process.Id));

        process.Kill();

        Assert.Equal("signal SIGKILL (exit code 137)", await process.Ended.Soon());
        await Eventually.TrueAsync(() => Processes.IsGone(last));
    }

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
