namespace Nws.Architecture.Tests.Code;

/// <summary>One type mentions another.</summary>
/// <param name="From">Full name of the outermost type that mentions it.</param>
/// <param name="FromFile">The source file of that type, relative to the repository's root.</param>
/// <param name="To">Full name of the outermost type that is mentioned, ours or anybody's.</param>
/// <param name="Member">The method or field that is used; null where only the type is named.</param>
internal sealed record TypeUse(string From, string FromFile, string To, string? Member);
