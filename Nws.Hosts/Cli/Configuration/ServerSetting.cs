using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Nws.Hosts.Cli.Configuration;

/// <summary>
/// One option of the server: what it is called on the command line, in the environment and in the configuration file, how its text is read, and what people are told of it. <see cref="ServerArguments"/> lists them all.
/// </summary>
/// <param name="name">Its name: <c>--name</c> on the command line, <c>name</c> in the file, <c>NWS_NAME</c> in the environment.</param>
/// <param name="unit">What stands behind it in help texts: <c>bytes</c>, <c>file</c>, ...; empty for a flag.</param>
/// <param name="description">What it is for, in a sentence or two.</param>
internal abstract class ServerSetting(string name, string unit, string description)
{
    public string Name => name;

    public string Unit => unit;

    public string Description => description;

    /// <summary>The name of its environment variable.</summary>
    public string Variable { get; } = $"NWS_{name.ToUpperInvariant().Replace('-', '_')}";

    /// <summary>Whether it is kept out of listings and command lines.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether it names a file: a relative name in a configuration file is meant from that file's folder.</summary>
    public bool IsFile { get; init; }

    /// <summary>Whether it is on or off, and needs no value on the command line.</summary>
    public abstract bool IsFlag { get; }

    /// <summary>Whether its values are text; else they are numbers.</summary>
    public abstract bool IsText { get; }

    /// <summary>The option of the command line.</summary>
    public abstract Option Option { get; }

    /// <summary>What holds if nobody says anything; null: nothing.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>Reads a value from its text.</summary>
    /// <exception cref="FormatException">The text is none; the message says what it would have to be.</exception>
    public abstract object? Read(string text);

    /// <summary>The value that the command line gives; false if it gives none.</summary>
    public abstract bool TryRead(ParseResult parsed, out object? value);

    /// <summary>A value as text, as <see cref="Read"/> would read it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Enum choice => choice.ToString().ToLowerInvariant(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>A setting whose values are of one type.</summary>
internal sealed class ServerSetting<T> : ServerSetting
{
    private readonly Option<T> _option;
    private readonly Func<string, T> _read;
    private readonly T _default;

    /// <param name="name">See the base.</param>
    /// <param name="unit">See the base.</param>
    /// <param name="description">See the base.</param>
    /// <param name="fallback">What holds if nobody says anything.</param>
    /// <param name="read">Reads a value, or throws a <see cref="FormatException"/> that says what it would have to be.</param>
    public ServerSetting(string name, string unit, string description, T fallback, Func<string, T> read)
        : base(name, unit, description)
    {
        (_read, _default) = (read, fallback);
        _option = new Option<T>($"--{name}") { Description = description, HelpName = unit.Length > 0 ? unit : null };
        if (IsFlag) return;
        _option.CustomParser = Parse;
        if (fallback is not (null or Enum)) _option.DefaultValueFactory = _ => fallback;
    }

    public override bool IsFlag => typeof(T) == typeof(bool);

    public override bool IsText => typeof(T) == typeof(string) || typeof(T).IsEnum;

    public override Option Option => _option;

    public override object? DefaultValue => _default;

    public override object? Read(string text) => _read(text);

    public override bool TryRead(ParseResult parsed, out object? value)
    {
        bool given = parsed.GetResult(_option) is { Implicit: false };
        value = given ? parsed.GetValue(_option) : default;
        return given;
    }

    private T? Parse(ArgumentResult given)
    {
        try
        {
            return _read(given.Tokens[0].Value);
        }
        catch (FormatException fault)
        {
            given.AddError(fault.Message);
            return default;
        }
    }
}
