using System.Text.RegularExpressions;
using Nws.Architecture.Tests.Files;
using Nws.Architecture.Tests.Rules;

namespace Nws.Architecture.Tests;

public sealed class BannedTextTests
{
    private const string CSharp = @"\.csx?$";
    private const string Tests = @"^tests/.*\.cs$";
    private const string AnyCode = @"\.(csx?|py|m?js)$";
    private const string Everything = "";
    private const string RegistryHost = "(registry|nuget|npmjs|yarnpkg|pypi|pythonhosted|artifactory|nexus)";
    private const string ThisFile = "tests/Nws.Architecture.Tests/BannedTextTests.cs";

    // The second blocks where a property of tasks connects when it is first read; it is to use the first.
    private static readonly string[] BlockingFiles = ["Nws.Runtime/Client/Blocking.cs", "Nws.Hosts/Languages/CSharp/SleighWorkspaces.cs"];

    public static TheoryData<string, BannedText> Bans { get; } = new()
    {
        { "regions", new(@"^\s*#region", CSharp) },
        { "partial types", new(@"\bpartial\s+(class|record|struct|interface)\b", CSharp) },
        { "unfinished work", new(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|\bNotImplementedError\b", AnyCode) },
        { "names that say nothing", new(@"\b(class|record|struct|interface|enum)\s+\w*(Manager|Helpers?|Utils?)\b", AnyCode) },
        { "blocking on a task", new(@"GetAwaiter\(\)\s*\.GetResult\(\)", CSharp, BlockingFiles) },
        { "empty documentation", new(@"<(summary|remarks|returns|param|typeparam|exception|value)\b[^>/]*>\s*</\1>", CSharp) },
        { "sleeping to wait", new(@"^[^""]*\b(Thread\.Sleep|Task\.Delay)\b(?!\(Timeout\.Infinite)", Tests, "tests/Nws.TestKit/Eventually.cs") },
        { "skipped tests", new(@"\[(Fact|Theory)\([^\]]*\bSkip\b|\bAssert\.Skip\(", Tests) },
        { "an unfinished merge", new(@"^(<{7}|>{7}) ", Everything) },
        { "a folder of one machine", new(@"(?<![\w.-])/(home|root|work|Users)/\w|\b[A-Z]:\\(Users|Projects)\b", Everything) },
        { "a package registry", new($@"https?://[^\s""'<>)/]*\b{RegistryHost}\b", Everything) },
    };

    [Theory]
    [MemberData(nameof(Bans))]
    public void Files_OfTheRepository_AreFreeOf(string what, BannedText ban)
    {
        var found = from file in RepositoryFiles.All
                    where Regex.IsMatch(file, ban.Files) && file != ThisFile && !ban.Except.Contains(file)
                    from line in RepositoryFiles.Lines(file).Index()
                    where Regex.IsMatch(line.Item, ban.Pattern)
                    select $"{file}:{line.Index + 1}: {what}: {line.Item.Trim()}";

        Findings.AssertNone(found);
    }

    [Fact]
    public void FileNames_OfCode_SayWhatIsInTheFile()
    {
        var vague = from file in RepositoryFiles.Code
                    where Regex.IsMatch(Path.GetFileNameWithoutExtension(file), "(manager|helpers?|utils?)$", RegexOptions.IgnoreCase)
                    select file;

        Findings.AssertNone(vague);
    }
}
