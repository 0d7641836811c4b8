using System.Reflection;
using System.Text.RegularExpressions;

namespace Nws.Farm;

/// <summary>Finds out what a lambda uses of the program around it: variables, parameters, <c>this</c>.</summary>
internal static class LambdaCapture
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const string OuterScope = "CS$<>8__locals";
    private const string ThisField = "<>4__this";
    private const string ScriptClass = "Submission#";

    private static readonly Regex PrimaryConstructorParameter = new(@"\A<(\w+)>P\z");

    /// <summary>The names of what a lambda captures, as the program writes them; empty if it stands for itself.</summary>
    public static IReadOnlyList<string> NamesIn(Delegate function, LambdaSource source)
    {
        // A lambda that captures nothing is a method of an object without fields.
        if (function.Target is not { } target || IsClosure(target.GetType()) && FieldsOf(target).Length == 0) return [];
        var mentioned = Captured(target).Distinct().Where(source.Mentioned.Contains).ToList();
        return mentioned.Count > 0 || IsOfScript(target) ? mentioned : ["this"];
    }

    /// <summary>A script has no <c>this</c>; what else its lambda may use of it, such as the workspace, workers complain of by name.</summary>
    private static bool IsOfScript(object target) => IsClosure(target.GetType())
        ? FieldsOf(target).Where(IsOuter).Any(field => field.GetValue(target) is { } outer && IsOfScript(outer))
        : target.GetType().Name.StartsWith(ScriptClass, StringComparison.Ordinal);

    /// <summary>All that could be captured by the lambdas that share the closure of this one.</summary>
    private static IEnumerable<string> Captured(object target)
    {
        if (!IsClosure(target.GetType())) return MembersOf(target.GetType());
        return FieldsOf(target).SelectMany(field =>
            IsOuter(field)
                ? field.GetValue(target) is { } outer ? Captured(outer) : []
                : [field.Name]);
    }

    private static bool IsOuter(FieldInfo field) => field.Name.StartsWith(OuterScope, StringComparison.Ordinal) || field.Name == ThisField;

    private static IEnumerable<string> MembersOf(Type type)
    {
        for (Type? part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (var member in part.GetMembers(Instance))
                yield return PrimaryConstructorParameter.Match(member.Name) is { Success: true } parameter ? parameter.Groups[1].Value : member.Name;
        }
    }

    private static FieldInfo[] FieldsOf(object target) => target.GetType().GetFields(Instance);

    // No attribute tells: in scripts the compiler leaves it out.
    private static bool IsClosure(Type type) => type.Name.StartsWith("<>c", StringComparison.Ordinal);
}
