namespace Nws.Values;

/// <summary>How numeric arrays, and lists of lists of equal length, become C# arrays of several dimensions.</summary>
internal static class GridReader
{
    internal static Array Read(Type type, NwsValue value, ClrReader reader)
    {
        Type element = type.GetElementType()!;
        int rank = type.GetArrayRank();
        if (value.Content is NwsNumericArray numbers && numbers.Shape.Length == rank && numbers.Type.ClrType == element)
            return numbers.ToArray();
        var grid = Array.CreateInstance(element, LengthsOf(value, rank, type, reader));
        Fill(grid, [], value, reader);
        return grid;
    }

    private static int[] LengthsOf(NwsValue value, int rank, Type type, ClrReader reader)
    {
        var lengths = new int[rank];
        NwsValue first = value;
        for (int i = 0; i < rank; i++)
        {
            if (first.Content is not (NwsValue[] or NwsNumericArray { Shape.Length: > 0 }))
                throw reader.Fault(value, type, $"it needs {rank} dimensions");
            lengths[i] = first.Count;
            if (first.Count == 0)
                break;
            first = first[0];
        }
        return lengths;
    }

    private static void Fill(Array grid, int[] place, NwsValue row, ClrReader reader)
    {
        int length = grid.GetLength(place.Length);
        if (row.Depth == 0 && row.Kind != NwsValueKind.NumericArray || row.Count != length)
            throw reader.Fault(row, grid.GetType(), $"{length} elements are needed here, as in the first row");
        for (int i = 0; i < length; i++)
        {
            int[] inside = [.. place, i];
            reader.Path.Enter(i);
            if (inside.Length == grid.Rank)
                grid.SetValue(reader.ReadInside(row[i], grid.GetType().GetElementType()!), inside);
            else
                Fill(grid, inside, row[i], reader);
            reader.Path.Leave();
        }
    }
}
