using Nws.Farm;

namespace Nws.Hosts.Worker;

/// <summary>
/// What kernels must know before they run a job: the definitions that were made before this worker joined, or while it was being replaced, and the exported variables as they were when the job began.
/// </summary>
/// <param name="sleigh">The Sleigh's workspace.</param>
/// <param name="kernels">Who learns.</param>
internal sealed class Lessons(NetWorkSpace sleigh, Kernels kernels)
{
    private readonly NwsValueIterator<NwsValue> _definitions = sleigh.IFindTry<NwsValue>(SleighNames.Definitions);
    private readonly NwsValueIterator<NwsValue> _exports = sleigh.IFindTry<NwsValue>(SleighNames.Exports);
    private long _exportsRead;

    /// <param name="exports">How many records of exported variables hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task LearnAsync(long exports, CancellationToken cancellationToken)
    {
        _definitions.Restart();
        while (await _definitions.NextAsync(cancellationToken).ConfigureAwait(false) is (true, { } definition))
        {
            var language = NwsLanguages.Parse(definition["language"].To<string>());
            await kernels.DefineAsync(language, definition["code"].To<string>(), cancellationToken).ConfigureAwait(false);
        }
        _exports.Restart();
        while (_exportsRead < exports && await _exports.NextAsync(cancellationToken).ConfigureAwait(false) is (true, { } record))
        {
            _exportsRead++;
            bool isSet = record.TryGetValue(NwsValue.From("value"), out var value);
            await kernels.ExportAsync(record["name"].To<string>(), isSet ? value : null, cancellationToken).ConfigureAwait(false);
        }
    }
}
