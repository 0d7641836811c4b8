namespace Nws.Hosts.Languages.CSharp.Packages;

/// <summary>A package that a text names with <c>#r "nuget: ..."</c> cannot be had; the message says which, why, and what to do.</summary>
internal sealed class PackageException(string message, Exception? inner = null) : Exception(message, inner);
