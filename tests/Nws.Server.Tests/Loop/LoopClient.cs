using System.Text;
using Nws.Server.Engine;
using Nws.Server.Loop;
using Nws.Server.Tests.Engine;
using Nws.TestKit;

namespace Nws.Server.Tests.Loop;

/// <summary>A client of a loop, which remembers the answers to its requests.</summary>
/// <param name="session">The engine's view of it.</param>
/// <param name="delivered">Called with each value when it is delivered, on the thread that does it.</param>
internal sealed class LoopClient(EngineSession session, Action<string>? delivered) : IAnswerSink
{
    private readonly Dictionary<uint, Outcome> _answers = [];

    public EngineSession Session => session;

    public List<Exception> Faults { get; } = [];

    public bool Add(uint request, Outcome outcome)
    {
        try
        {
            if (outcome is Outcome.Delivered delivery) delivered?.Invoke(Encoding.UTF8.GetString(delivery.Value.InMemory!));
        }
        catch (Exception fault)
        {
            Faults.Add(fault);
        }
        lock (_answers) _answers.Add(request, outcome);
        return true;
    }

    public void Flush()
    {
    }

    public bool Has(uint request)
    {
        lock (_answers) return _answers.ContainsKey(request);
    }

    /// <summary>The lease on which a value was delivered.</summary>
    public long LeaseOf(uint request)
    {
        lock (_answers) return ((Outcome.Delivered)_answers[request]).Lease;
    }

    /// <summary>Waits for the answer and gives it as a text, the message of an error.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="expected">The answer's text, or the code of an error; null: any.</param>
    public async Task<string> HearsAsync(uint request, string? expected)
    {
        await Eventually.TrueAsync(() => Has(request));
        Outcome outcome;
        lock (_answers) outcome = _answers[request];
        string text = outcome is Outcome.Failed failed ? $"{failed.Code}" : OutcomeText.Of(outcome);
        if (expected is not null) Assert.Equal(expected, text);
        return outcome is Outcome.Failed { Message: var message } && expected is not null ? message : text;
    }
}
