using System.Diagnostics.CodeAnalysis;

namespace Nws.Client;

/// <summary>The text of every <see cref="VariableMode"/> on the wire, both ways.</summary>
internal static class VariableModes
{
    private static readonly string[] Names = ["unknown", "fifo", "lifo", "multi", "single"];

    public static string Name(VariableMode mode) => (uint)mode < (uint)Names.Length
        ? Names[(int)mode]
        : throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode.");

    /// <summary>Reads any mode a listing may show; <c>unknown</c> is one, although nobody can declare it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out VariableMode mode)
    {
        var number = Array.IndexOf(Names, name);
        mode = (VariableMode)Math.Max(number, 0);
        return number >= 0;
    }
}
