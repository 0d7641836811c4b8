namespace Nws;

/// <summary>A language that tasks can be written in.</summary>
public enum NwsLanguage
{
    /// <summary>C# script.</summary>
    CSharp,

    /// <summary>Python 3.</summary>
    Python,

    /// <summary>JavaScript, run by Node.js.</summary>
    JavaScript,

    /// <summary>R.</summary>
    R,
}
