using Nws.Values;
using Nws.Wire;

namespace Nws.Client;

/// <summary>Reads the result of <c>listWaits</c>. Keys it does not know are skipped: a newer server may tell more.</summary>
internal static class WaitReader
{
    public static IReadOnlyList<NwsWait> Read(Response response)
    {
        var reader = response.Reader;
        var waits = new NwsWait[reader.ReadArrayHeader()];
        for (int i = 0; i < waits.Length; i++) waits[i] = ReadWait(ref reader);
        return waits;
    }

    private static NwsWait ReadWait(ref MessagePackReader reader)
    {
        var wait = new NwsWait("", [], false, TimeSpan.Zero, 0, "", "", [], [], []);
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "workspace": wait = wait with { Workspace = reader.ReadText() }; break;
                case "variables": wait = wait with { Variables = ListingReader.ReadTexts(ref reader) }; break;
                case "kind": wait = wait with { IsFetch = reader.ReadText() == Methods.Fetch }; break;
                case "seconds": wait = wait with { Duration = TimeSpan.FromSeconds(reader.ReadFloat64()) }; break;
                case "session": wait = wait with { Session = reader.ReadInt64() }; break;
                case "client": wait = wait with { Client = reader.ReadText() }; break;
                case "language": wait = wait with { Language = reader.ReadText() }; break;
                case "stored": wait = wait with { Stored = ReadStores(ref reader) }; break;
                case "cycle": wait = wait with { Cycle = ReadNumbers(ref reader) }; break;
                case "hints": wait = wait with { Hints = ListingReader.ReadTexts(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }
        return wait;
    }

    private static NwsLastStore[] ReadStores(ref MessagePackReader reader)
    {
        var stores = new NwsLastStore[reader.ReadArrayHeader()];
        for (int i = 0; i < stores.Length; i++)
        {
            reader.ReadArrayHeader();
            stores[i] = new NwsLastStore(reader.ReadText(), reader.ReadInt64(), reader.ReadText(), TimeSpan.FromSeconds(reader.ReadFloat64()));
        }
        return stores;
    }

    private static long[] ReadNumbers(ref MessagePackReader reader)
    {
        var numbers = new long[reader.ReadArrayHeader()];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = reader.ReadInt64();
        return numbers;
    }
}
