namespace Nws;

/// <summary>Which value of a variable was read: what a store may be made to depend on, see <see cref="StoreOptions.If"/>.</summary>
/// <param name="Id">The variable's id; another if it was deleted and made again.</param>
/// <param name="Index">How many values had been stored into it before this one.</param>
public readonly record struct NwsVersion(long Id, long Index)
{
    /// <summary>Of a variable that holds no value.</summary>
    public static readonly NwsVersion Empty;
}
