using Nws.Values;

namespace Nws.Server.WebConsole;

/// <summary>The corner of a numeric array in which every dimension begins.</summary>
internal static class Window
{
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The shape of the whole array.</param>
    /// <param name="data">All elements, the last dimension varying fastest.</param>
    /// <param name="length">How long a dimension of the corner is at most.</param>
    /// <param name="isClipped">Whether the corner is less than the whole.</param>
    /// <param name="left">How many elements may be taken; less by those that were.</param>
    public static NwsNumericArray Of(ElementType type, int[] shape, ReadOnlySpan<byte> data, int length, out bool isClipped, ref int left)
    {
        int[] corner = [.. shape.Select(whole => Math.Min(whole, length))];
        int room = Math.Max(left, 1);
        for (int i = corner.Length - 1; i >= 0; i--)
        {
            if (corner[i] == 0) continue;
            corner[i] = Math.Min(corner[i], Math.Max(room, 1));
            room /= corner[i];
        }
        isClipped = !corner.AsSpan().SequenceEqual(shape);
        if (!isClipped && NwsNumericArray.FindFault(type, shape, data) is { } fault) throw MessagePackReader.Fault(0, fault);
        long elements = corner.Aggregate(1L, (product, part) => product * part);
        byte[] taken = new byte[elements * type.Size];
        if (elements > 0) Copy(type.Size, shape, corner, data, taken);
        left -= (int)elements;
        return new NwsNumericArray(type.Type, corner, taken);
    }

    private static void Copy(int size, int[] shape, int[] corner, ReadOnlySpan<byte> data, Span<byte> taken)
    {
        int row = corner.Length == 0 ? 1 : corner[^1];
        int[] position = new int[Math.Max(corner.Length - 1, 0)];
        for (int written = 0; written < taken.Length; written += row * size)
        {
            long from = 0;
            for (int i = 0; i < position.Length; i++) from = (from + position[i]) * shape[i + 1];
            data.Slice(checked((int)from * size), row * size).CopyTo(taken[written..]);
            for (int i = position.Length - 1; i >= 0 && ++position[i] == corner[i]; i--) position[i] = 0;
        }
    }
}
