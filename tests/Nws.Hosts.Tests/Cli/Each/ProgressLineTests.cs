using Nws.Hosts.Cli.Each;

namespace Nws.Hosts.Tests.Cli.Each;

public sealed class ProgressLineTests
{
    [Fact]
    public void Line_OfAKnownTotal_ShowsTheShareAndWhatIsLeft() => Assert.Equal(
        "[######                  ] 25 % 250/1000, 12 failed, 100/s, 0:07 left",
        ProgressLine.Describe(new SleighProgress(250, 1000, 12, TimeSpan.FromSeconds(2.5))));

    [Fact]
    public void Line_OfAnUnknownTotal_Counts() => Assert.Equal("7 done, 3.5/s", ProgressLine.Describe(new SleighProgress(7, null, 0, TimeSpan.FromSeconds(2))));

    [Fact]
    public void Line_BeforeTheFirstResult_IsEmptyHanded() => Assert.Equal("[                        ] 0 % 0/9", ProgressLine.Describe(new SleighProgress(0, 9, 0, TimeSpan.FromSeconds(1))));

    [Fact]
    public void Line_OfHours_ShowsThem() => Assert.EndsWith(", 2:46:38 left", ProgressLine.Describe(new SleighProgress(2, 10_000, 0, TimeSpan.FromSeconds(2))), StringComparison.Ordinal);

    [Fact]
    public void Shown_ItMakesWayAndComesBack()
    {
        var terminal = new StringWriter();
        var line = new ProgressLine(terminal);

        line.Show(1, 2, 0);
        line.Show(2, 2, 0);
        string shown = terminal.ToString();
        line.Clear();
        line.Clear();

        Assert.StartsWith("\r\e[K[############            ] 50 % 1/2", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("2/2", shown, StringComparison.Ordinal);
        Assert.Equal(shown + "\r\e[K", terminal.ToString());
    }

    [Fact]
    public void Nobody_LooksAtIt_NothingIsDrawn()
    {
        var line = new ProgressLine(null);

        line.Show(1, 2, 0);
        line.Clear();
    }
}
