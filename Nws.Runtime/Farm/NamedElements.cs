using System.Runtime.CompilerServices;

namespace Nws;

/// <summary>Calls of a Sleigh with lambdas whose elements have names: each result comes back under the name of its element.</summary>
/// <remarks>Those with <see cref="Code"/> are members of <see cref="Sleigh"/>.</remarks>
public static class NamedElements
{
    /// <summary>Runs a lambda of this program for each element, and returns the results under the elements' names.</summary>
    /// <param name="sleigh">The Sleigh.</param>
    /// <param name="function">The lambda, written in the call itself, with the types of its parameters.</param>
    /// <param name="elements">The varying argument, by name; the names are not sent.</param>
    /// <param name="options">How to run them. Default: every default of <see cref="EachOptions"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="source">The text of the lambda; the compiler fills it in.</param>
    /// <exception cref="SleighIllegalValueException">The function cannot be run elsewhere; the message says why and what to do.</exception>
    /// <exception cref="SleighTaskException">A task failed; all others are done.</exception>
    public static async Task<IReadOnlyDictionary<string, TResult>> EachElemAsync<T, TResult>(
        this Sleigh sleigh, Func<T, TResult> function, IReadOnlyDictionary<string, T> elements, EachOptions? options = null,
        CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(function))] string source = "")
    {
        ArgumentNullException.ThrowIfNull(elements);
        var entries = elements.ToArray();
        var results = await sleigh.EachElemAsync(function, Array.ConvertAll(entries, entry => entry.Value), options, cancellationToken, source).ConfigureAwait(false);
        return Named(entries, results);
    }

    /// <summary>The results under the names; none if an accumulator had them.</summary>
    internal static OrderedDictionary<string, TResult> Named<T, TResult>(KeyValuePair<string, T>[] entries, IEnumerable<TResult> results) =>
        new(entries.Zip(results, (entry, result) => KeyValuePair.Create(entry.Key, result)));
}
