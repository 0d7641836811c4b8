namespace Nws.Server.Persistence;

/// <summary>What became of the values of a variable: those <paramref name="Stored"/> were fetched, overwritten, or are present.</summary>
internal readonly record struct Tally(long Stored, long Fetched, long Overwritten)
{
    /// <summary>How many must be there, those in flight among them.</summary>
    public long Present => Stored - Fetched - Overwritten;

    public long Checksum(long variable) =>
        new Checksum().With(variable).With(Stored).With(Fetched).With(Overwritten).Value;
}
