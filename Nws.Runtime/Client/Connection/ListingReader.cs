using Nws.Values;

namespace Nws.Client;

/// <summary>Reads the results of <c>listWss</c>, <c>listVars</c> and <c>listBuried</c>. Keys it does not know are skipped: a newer server may tell more.</summary>
internal static class ListingReader
{
    public static IReadOnlyList<WorkspaceListing> ReadWorkspaces(Response response)
    {
        var reader = response.Reader;
        var listing = new WorkspaceListing[reader.ReadArrayHeader()];
        for (int i = 0; i < listing.Length; i++) listing[i] = ReadWorkspace(ref reader);
        return listing;
    }

    public static IReadOnlyList<VariableListing> ReadVariables(Response response)
    {
        var reader = response.Reader;
        var listing = new VariableListing[reader.ReadArrayHeader()];
        for (int i = 0; i < listing.Length; i++) listing[i] = ReadVariable(ref reader);
        return listing;
    }

    public static IReadOnlyList<NwsBuriedValue> ReadBuried(Response response)
    {
        var reader = response.Reader;
        var listing = new NwsBuriedValue[reader.ReadArrayHeader()];
        for (int i = 0; i < listing.Length; i++)
        {
            reader.ReadArrayHeader();
            int start = reader.Position;
            reader.Skip();
            var value = NwsValue.Decode(response.Result.AsSpan(start..reader.Position));
            var (index, cause, attempt) = (reader.ReadInt64(), reader.ReadText(), (int)reader.ReadInt64());
            listing[i] = new NwsBuriedValue(value, index, cause, attempt, DateTimeOffset.UnixEpoch.AddSeconds(reader.ReadFloat64()));
        }
        return listing;
    }

    private static WorkspaceListing ReadWorkspace(ref MessagePackReader reader)
    {
        var workspace = new WorkspaceListing("", false, "", false, 0, []);
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "name": workspace = workspace with { Name = reader.ReadText() }; break;
                case "mine": workspace = workspace with { Mine = reader.ReadBool() }; break;
                case "owner": workspace = workspace with { Owner = reader.ReadText() }; break;
                case "persistent": workspace = workspace with { Persistent = reader.ReadBool() }; break;
                case "variables": workspace = workspace with { VariableCount = (int)reader.ReadInt64() }; break;
                case "names": workspace = workspace with { VariableNames = ReadTexts(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }
        return workspace;
    }

    private static VariableListing ReadVariable(ref MessagePackReader reader)
    {
        var variable = new VariableListing("", 0, 0, 0, VariableMode.Unknown);
        for (int entries = reader.ReadMapHeader(); entries > 0; entries--)
        {
            switch (reader.ReadText())
            {
                case "name": variable = variable with { Name = reader.ReadText() }; break;
                case "values": variable = variable with { ValueCount = (int)reader.ReadInt64() }; break;
                case "fetchers": variable = variable with { FetcherCount = (int)reader.ReadInt64() }; break;
                case "finders": variable = variable with { FinderCount = (int)reader.ReadInt64() }; break;
                case "mode": variable = variable with { Mode = ReadMode(ref reader) }; break;
                default: reader.Skip(); break;
            }
        }
        return variable;
    }

    private static VariableMode ReadMode(ref MessagePackReader reader) =>
        VariableModes.TryParse(reader.ReadText(), out var mode) ? mode : VariableMode.Unknown;

    public static string[] ReadTexts(ref MessagePackReader reader)
    {
        var texts = new string[reader.ReadArrayHeader()];
        for (int i = 0; i < texts.Length; i++) texts[i] = reader.ReadText();
        return texts;
    }
}
