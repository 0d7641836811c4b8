using System.Runtime.InteropServices;
using System.Text;

namespace Nws.Hosts.Languages;

/// <summary>What a kernel's process writes to one of its descriptors, past the channel. Bytes become text, also if a character arrives in parts.</summary>
/// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="stream">The end of the pipe to read from.</param>
/// <param name="handle">The same, for those who look before they read.</param>
/// <param name="output">Takes the name and the text.</param>
internal sealed class KernelPipe(string name, Stream stream, SafeHandle handle, Action<string, string> output) : IDisposable
{
    private const int Piece = 32 * 1024; // its text is no large object yet

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] _bytes = new byte[Piece];
    private readonly char[] _characters = new char[Piece + 1];

    /// <summary>Nothing more will come.</summary>
    internal bool HasEnded { get; private set; }

    internal int Descriptor => HasEnded ? -1 : (int)handle.DangerousGetHandle();

    /// <summary>How many bytes are there.</summary>
    internal int Waiting => HasEnded ? 0 : UnixCalls.CountWaiting(handle);

    /// <summary>Passes on that many bytes, which are there; with a count of 0, one piece or the end, whichever comes.</summary>
    internal void Take(int count)
    {
        do
        {
            int wanted = count == 0 ? Piece : Math.Min(count, Piece);
            int read = UnixCalls.Read(handle, _bytes.AsSpan(0, wanted));
            HasEnded = read == 0;
            Pass(read);
            count -= wanted;
        }
        while (count > 0 && !HasEnded);
    }

    /// <summary>Passes on all that comes until the end, waiting for it.</summary>
    /// <param name="inTurn">Runs what passes on a piece.</param>
    internal void TakeAll(Action<Action> inTurn)
    {
        while (!HasEnded)
        {
            int read = stream.Read(_bytes);
            HasEnded = read == 0;
            inTurn(() => Pass(read));
        }
        Dispose();
    }

    public void Dispose() => stream.Dispose();

    private void Pass(int count)
    {
        int length = _decoder.GetChars(_bytes.AsSpan(0, count), _characters, flush: HasEnded);
        if (length > 0)
            output(name, new string(_characters, 0, length));
    }
}
