namespace Nws.Runtime.Tests.Wire;

/// <summary>Messages whose end a scanner has to find: every kind of head, every width of length, containers inside containers.</summary>
internal static class FrameSamples
{
    public static TheoryData<string> All { get; } = [.. Heads(), .. Payloads(), .. Containers()];

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex);

    private static IEnumerable<string> Heads() =>
    [
        "00", "7F", "E0", "FF", "C0", "C2", "C3", "80", "90", "A0",
        "C400", "C50000", "C600000000", "D900", "DA0000", "DB00000000", "DC0000", "DD00000000", "DE0000", "DF00000000",
    ];

    private static IEnumerable<string> Payloads() =>
    [
        "CC80", "CD8000", "CE80000000", "CF8000000000000000", "D080", "D18000", "D280000000", "D38000000000000000",
        "CA3F800000", "CB3FF0000000000000", "A161", "BF" + Fill(31), "D905" + Fill(5), "DA0003" + Fill(3), "DB00000002" + Fill(2),
        "C403" + Fill(3), "C50002" + Fill(2), "C600000001" + Fill(1), "D4" + Fill(2), "D5" + Fill(3), "D6" + Fill(5), "D7" + Fill(9),
        "D8" + Fill(17), "C700" + Fill(1), "C703" + Fill(4), "C80002" + Fill(3), "C900000001" + Fill(2),
    ];

    // In the payloads stand bytes that would be heads of containers if a scanner lost its place.
    private static IEnumerable<string> Containers() =>
    [
        "9101", "93" + "01" + "A162" + "C0", "8101" + "02", "82" + "A161" + "9101" + "A162" + "80", "DC0002" + "00" + "9100",
        "DD00000001" + "DE0001" + "C0C0", "DF00000001" + "A0" + "90", "9190", "91C403" + "DFDFDF", "919191919191919191919191919101",
        "94" + "00" + "05" + "A573746F7265" + "93" + "A177" + "A176" + "C402DDDD",
    ];

    private static string Fill(int count) => string.Concat(Enumerable.Repeat("DD", count));
}
