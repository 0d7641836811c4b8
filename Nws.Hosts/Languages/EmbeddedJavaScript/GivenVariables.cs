using System.Text.RegularExpressions;
using Acornima;

namespace Nws.Hosts.Languages.EmbeddedJavaScript;

/// <summary>The variables that the host has made. Every engine has them, also one that is made for a single task.</summary>
internal sealed class GivenVariables
{
    private static readonly Regex Name = new(@"^[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$\u200c\u200d]*$");

    private readonly Dictionary<string, NwsValue> _values = [];

    /// <exception cref="ArgumentException">The name is no identifier.</exception>
    internal void Set(string name, NwsValue value) => _values[Checked(name)] = value;

    /// <exception cref="ArgumentException">The name is no identifier.</exception>
    internal void Unset(string name) => _values.Remove(Checked(name));

    /// <summary>Makes them in a fresh engine.</summary>
    internal JavaScriptEngine PutInto(JavaScriptEngine engine)
    {
        foreach (var (name, value) in _values) engine.Set(name, value);
        return engine;
    }

    private static string Checked(string name) =>
        Name.IsMatch(name) && IsFree(name) ? name : throw new ArgumentException($"'{name}' cannot be the name of a variable of JavaScript.");

    private static bool IsFree(string name)
    {
        try
        {
            new Parser().ParseScript($"({name}) => {name}");
            return true;
        }
        catch (ParseErrorException)
        {
            return false;
        }
    }
}
