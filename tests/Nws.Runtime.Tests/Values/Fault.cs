namespace Nws.Runtime.Tests.Values;

/// <summary>Asserts on what a refused value says.</summary>
internal static class Fault
{
    /// <summary>Asserts that the action fails with an <see cref="NwsValueException"/> whose message contains that text.</summary>
    internal static NwsValueException Says(string text, Func<object?> action)
    {
        NwsValueException error = Of(action);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        return error;
    }

    /// <summary>Asserts that the action fails with an <see cref="NwsValueException"/>.</summary>
    internal static NwsValueException Of(Func<object?> action) => Assert.Throws<NwsValueException>(action);

    /// <inheritdoc cref="Of(Func{object?})"/>
    internal static NwsValueException Of(Action action) => Assert.Throws<NwsValueException>(action);
}
