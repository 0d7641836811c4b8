using System.Collections.Frozen;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>
/// A text compiled on top of the submissions it can see. Running it makes an instance of its script class, which holds its variables, and
/// puts that into its slot of an array; the instances it builds on are in the slots below, the globals in slot 0.
/// </summary>
internal sealed class Submission
{
    private const BindingFlags OwnMembers =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Type _scriptClass;
    private readonly Func<object?[], Task<object?>> _run;

    internal Submission(ScriptText text, Submission? parent, CSharpCompilation compilation, MethodInfo entryPoint)
    {
        Text = text;
        Parent = parent;
        Slot = (parent?.Slot ?? 0) + 1;
        _scriptClass = entryPoint.DeclaringType!;
        _run = entryPoint.CreateDelegate<Func<object?[], Task<object?>>>();
        Declared = compilation.ScriptClass!.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared).Select(member => member.Name).ToFrozenSet();
        Variables = _scriptClass.GetFields(OwnMembers).Where(field => Declared.Contains(field.Name)).ToDictionary(field => field.Name);
        Needed = text.Names.Where(name => !Variables.ContainsKey(name)).ToFrozenSet();
        Compilation = Declares ? compilation : null;
        DeclaresOnlyVariables = !text.HasUsings && Variables.Count == Declared.Count && !Variables.Values.Any(HasOwnType);
    }

    internal ScriptText Text { get; }

    /// <summary>The topmost of the submissions it builds on.</summary>
    internal Submission? Parent { get; }

    internal int Slot { get; }

    /// <summary>What later texts are compiled on top of; forgotten, because it is large, if they can see nothing of it.</summary>
    internal CSharpCompilation? Compilation { get; }

    internal Assembly Assembly => _scriptClass.Assembly;

    /// <summary>The names of the variables, methods and types it declares.</summary>
    internal FrozenSet<string> Declared { get; }

    internal IReadOnlyDictionary<string, FieldInfo> Variables { get; }

    /// <summary>The names whose meaning may come from the submissions below; too many rather than too few.</summary>
    internal FrozenSet<string> Needed { get; }

    /// <summary>Later texts can see something of it.</summary>
    internal bool Declares => Declared.Count > 0 || Text.HasUsings;

    /// <summary>Nothing but variables, and of types that another compilation of the same text has as well.</summary>
    internal bool DeclaresOnlyVariables { get; }

    /// <summary>The chain state at which it was last found to fit; kept here by <see cref="SubmissionChain"/>.</summary>
    internal long FitsAt { get; set; } = -1;

    internal Task<object?> RunAsync(object?[] slots) => _run(slots);

    /// <summary>Makes an instance without running any of the text.</summary>
    internal object CreateInstance(object?[] slots) => Activator.CreateInstance(_scriptClass, [slots])!;

    internal IEnumerable<MethodInfo> MethodsNamed(string name) => _scriptClass.GetMethods(OwnMembers).Where(method => method.Name == name);

    private bool HasOwnType(FieldInfo field) => Mentions(field.FieldType, Assembly);

    private static bool Mentions(Type type, Assembly assembly) =>
        type.Assembly == assembly
        || type.HasElementType && Mentions(type.GetElementType()!, assembly)
        || type.GenericTypeArguments.Any(argument => Mentions(argument, assembly));
}
