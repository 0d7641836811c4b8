using Nws.Hosts.Languages;

namespace Nws.Hosts.Tests.Languages;

/// <summary>A host that the tests of one language share, as long as they leave its kernel alive.</summary>
public abstract class LanguageFixture : IAsyncDisposable
{
    private readonly LanguageRegistry _registry;

    private protected LanguageFixture(Snippets code, LanguageRegistry? registry = null)
    {
        Code = code;
        _registry = registry ?? LanguageRegistry.Current;
        Host = NewHost();
    }

    internal Snippets Code { get; }

    internal KernelHost Host { get; }

    internal KernelHost NewHost(TimeSpan? patience = null)
    {
        var settings = new KernelSettings { Rank = 3, Workers = 5 };
        return patience is { } patient ? new(Code.Language, _registry, settings) { Patience = patient } : new(Code.Language, _registry, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

public sealed class CSharpFixture() : LanguageFixture(Snippets.CSharp);

public sealed class PythonFixture() : LanguageFixture(Snippets.Python);

public sealed class JavaScriptFixture() : LanguageFixture(Snippets.JavaScript);

public sealed class RFixture() : LanguageFixture(RSnippets.R);

public sealed class EmbeddedJavaScriptFixture() : LanguageFixture(EmbeddedJavaScript.Code, EmbeddedJavaScript.Registry);
