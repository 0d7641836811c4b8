namespace Nws.Hosts.Cli;

/// <summary>How a value is written to standard output.</summary>
internal enum ValueForm
{
    /// <summary>Text as it is, anything else as <see cref="CSharp"/>.</summary>
    Text,

    /// <summary>As JSON.</summary>
    Json,

    /// <summary>As C# shows it.</summary>
    CSharp,

    /// <summary>As Python's <c>repr</c>.</summary>
    Python,

    /// <summary>As Node's prompt shows it.</summary>
    JavaScript,

    /// <summary>Bytes as they are, and text in UTF-8, without a line end.</summary>
    Raw,
}
