using System.Reflection;

namespace Nws.Values;

/// <summary>Why objects without a kind are refused, and what to store instead.</summary>
internal static class Refusal
{
    /// <summary>
    /// What to tell about an object of a type that is neither a known kind nor a program's own record or class; null for the latter.
    /// </summary>
    internal static string? Of(Type type) => Advice(type) is { } advice ? $"cannot store {TypeName.Of(type)}: {advice}" : null;

    private static string? Advice(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate)))
            return "a function is no value; store its name or its source text";
        if (type.IsAssignableTo(typeof(Stream)) || type.IsAssignableTo(typeof(TextReader)) || type.IsAssignableTo(typeof(TextWriter)))
            return "an open stream is no value; store what it contains";
        if (type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask) || IsGeneric(type, typeof(ValueTask<>)))
            return "a task is no value; await it and store the result";
        if (type == typeof(IntPtr) || type == typeof(UIntPtr) || type == typeof(Pointer))
            return "a pointer means nothing elsewhere";
        if (type == typeof(DateOnly))
            return "other languages have no date without a time to match; store a DateTime, or text";
        if (type == typeof(TimeOnly))
            return "other languages have no time without a date to match; store a TimeSpan, or text";
        if (type.IsAssignableTo(typeof(MemberInfo)))
            return "a type or member is no value; store its name";
        if (IsGeneric(type, typeof(Lazy<>)))
            return "store its Value";
        return IsFramework(type) ? "it has no form in other languages; store its text, or a record of what matters" : null;
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static bool IsFramework(Type type) =>
        type.Assembly == typeof(object).Assembly || type.Assembly.GetName().Name is { } name
            && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
