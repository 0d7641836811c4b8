using System.Text;

namespace Nws.TestKit;

/// <summary>What a process left behind at its end.</summary>
internal sealed record ProcessResult(int ExitCode, byte[] OutputBytes, string Errors)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Exit code, output and errors, to be compared in one go, so that a failed test shows all three.</summary>
    public (int ExitCode, string Output, string Errors) All => (ExitCode, Output, Errors);
}
