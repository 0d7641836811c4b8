using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Nws.Server.Tests.Engine.Histories;

public class EngineHistoryTests
{
    /// <summary>Set to try more histories than usual; a failure prints the seed and the shortest history that shows it.</summary>
    private const string CountVariable = "NWS_ENGINE_HISTORIES";

    private const int UsualCount = 1500;
    private const int LongestHistory = 150;

    [Fact]
    public void AnyHistory_EngineAndModel_AgreeInEveryEffectAndListing()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : UsualCount;
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithStartSize(5).WithEndSize(LongestHistory).WithQuietOnSuccess(true);

        Prop.ForAll(History.Any, HistoryRun.Of).Check(config);
    }
}
