namespace Nws.Farm;

/// <summary>Reading the wills of workers (FARM.md), which tell that one is dead or frozen.</summary>
internal static class Wills
{
    /// <summary>Waits for a worker's will to come back. While it joins, a will may be seen in passing; that of a predecessor is thrown away.</summary>
    /// <param name="sleigh">The Sleigh's workspace.</param>
    /// <param name="introduction">What the worker said when it joined.</param>
    /// <param name="cancellationToken">Gives up: somebody else has the rank.</param>
    /// <exception cref="NwsException">The Sleigh is over.</exception>
    public static async Task ReadAsync(NetWorkSpace sleigh, NwsValue introduction, CancellationToken cancellationToken)
    {
        string variable = SleighNames.WillOf(introduction["rank"].To<int>());
        NwsValue? will;
        do
        {
            await sleigh.FindAsync(variable, null, cancellationToken).ConfigureAwait(false);
            will = await sleigh.FetchTryAsync(variable, cancellationToken).ConfigureAwait(false);
        }
        while (will != introduction);
    }
}
