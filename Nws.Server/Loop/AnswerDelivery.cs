using Nws.Server.Engine;

namespace Nws.Server.Loop;

/// <summary>Hands answers to their sessions and flushes each session once. For one thread.</summary>
/// <param name="spans">Is told that the answers go out; null: nobody listens.</param>
internal sealed class AnswerDelivery(RequestSpans? spans = null)
{
    private readonly List<IAnswerSink> _answered = [];

    public void Add(Effect effect)
    {
        spans?.End(effect);
        if (effect.Session.Tag is IAnswerSink sink && sink.Add(effect.Request, effect.Outcome)) _answered.Add(sink);
    }

    public void Flush()
    {
        foreach (var sink in _answered) sink.Flush();
        _answered.Clear();
    }
}
