using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Finds out what the text stands for that <c>invoke</c> was given: a name, a dotted name or an expression.</summary>
internal sealed class FunctionResolver(SubmissionChain chain)
{
    private const int CacheCapacity = 256;

    private readonly LruCache<string, LambdaText> _lambdas = new(CacheCapacity);

    internal async Task<ScriptFunction> ResolveAsync(string function, IReadOnlyList<ScriptArgument> arguments)
    {
        string name = function.Trim();
        string[] parts = name.Split('.');
        if (!parts.All(SyntaxFacts.IsValidIdentifier))
            return ScriptFunction.Of("The function", await CompileAsync(function, arguments));
        if (parts.Length == 1)
            return FindDefined(name);
        string owner = name[..name.LastIndexOf('.')];
        return await FindTypeAsync(owner) is { } type
            ? Method(name, MethodsOf(type, parts[^1]), target: null)
            : await FindMemberAsync(owner, parts[^1]);
    }

    private ScriptFunction FindDefined(string name)
    {
        if (!chain.TryFind(name, out (Submission Submission, object Instance) found))
            return Method(name, MethodsOf(typeof(Math), name), target: null);
        if (!found.Submission.Variables.TryGetValue(name, out FieldInfo? variable))
            return Method(name, found.Submission.MethodsNamed(name), found.Instance);
        return variable.GetValue(found.Instance) is Delegate function
            ? ScriptFunction.Of(name, function)
            : throw new ArgumentException($"{name} is a variable, not a function.");
    }

    /// <summary>A method of an object that an expression gives, such as that in a variable: <c>model.Predict</c>.</summary>
    private async Task<ScriptFunction> FindMemberAsync(string owner, string method)
    {
        string name = $"{owner}.{method}";
        try
        {
            (_, object? target) = await chain.RunAsync($"(object)({owner})");
            return Method(name, target?.GetType().GetMethods().Where(candidate => candidate.Name == method) ?? [], target);
        }
        catch (CompilationErrorException)
        {
            throw NotDefined(name);
        }
    }

    private async Task<Type?> FindTypeAsync(string name)
    {
        try
        {
            return (Type?)(await chain.RunAsync($"typeof({name})")).Value;
        }
        catch (CompilationErrorException)
        {
            return null;
        }
    }

    private async Task<Delegate> CompileAsync(string function, IReadOnlyList<ScriptArgument> arguments)
    {
        if (!_lambdas.TryGet(function, out LambdaText? lambda))
            _lambdas.Set(function, lambda = new LambdaText(function));
        if (lambda.Parameters is { } parameters && parameters.Count != arguments.Count)
            throw new ArgumentException($"The function takes {parameters.Count} arguments, but is called with {arguments.Count}.");
        CompilationErrorException? firstError = null;
        do
        {
            try
            {
                string source = lambda.Source(arguments.Select(argument => argument.Object));
                (_, object? compiled) = await chain.RunAsync(source, usingsStay: false);
                return (Delegate?)compiled ?? throw new ArgumentException("The function is null.");
            }
            catch (CompilationErrorException error)
            {
                firstError ??= error;
            }
        }
        while (lambda.TryNextTyping());
        lambda.Typing = ParameterTyping.Natural;
        throw firstError;
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type, string name) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy).Where(method => method.Name == name);

    private static ScriptFunction Method(string name, IEnumerable<MethodInfo> overloads, object? target) =>
        overloads.ToList() is { Count: > 0 } found ? new ScriptFunction(name, found, target) : throw NotDefined(name);

    private static MissingMethodException NotDefined(string name) => new(
        $"There is no function {name} here. It must be defined before it is called, be a member of a type that can be found "
        + "(such as System.Math.Sqrt), or be given as a lambda (such as x => x * x).");
}
