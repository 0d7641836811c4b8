using Nws.Server.Engine;

namespace Nws.Server.Loop;

/// <summary>Where the answers to a session's requests go. Called by the owner of the engine and by the journal's thread, so nothing here may wait.</summary>
internal interface IAnswerSink
{
    /// <summary>Takes an answer.</summary>
    /// <returns>Whether this is the first since the last <see cref="Flush"/>, so that one is needed.</returns>
    bool Add(uint request, Outcome outcome);

    /// <summary>Starts sending what was added.</summary>
    void Flush();
}
