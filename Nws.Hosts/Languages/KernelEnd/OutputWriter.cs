using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nws.Hosts.Languages.KernelEnd;

/// <summary>Sends what is printed to the host, piece by piece as it is printed.</summary>
internal sealed class OutputWriter(HostChannel host, string stream) : TextWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly SafeFileHandle[] Pipes = [new(1, ownsHandle: false), new(2, ownsHandle: false)];

    private readonly NwsValue _stream = NwsValue.From(stream);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Send(value.ToString());

    public override void Write(string? value) => Send(value ?? "");

    public override void Write(char[] buffer, int index, int count) => Send(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Send(buffer.ToString());

    public override void WriteLine(string? value) => Send(value + NewLine);

    public override void WriteLine(ReadOnlySpan<char> buffer) => Send(string.Concat(buffer, NewLine));

    private void Send(string text)
    {
        if (text.Length == 0) return;
        // What went past this writer, straight to a descriptor, was earlier and has to arrive earlier: the host reads it in a moment.
        if (OperatingSystem.IsLinux()) SpinWait.SpinUntil(() => Array.TrueForAll(Pipes, pipe => UnixCalls.CountWaiting(pipe) == 0), Patience);
        NwsValue[] printed = [_stream, NwsValue.From(text)];
        host.Send(new KernelMessage.Notification(KernelMessage.Output, host.Element is { } element ? [.. printed, NwsValue.From(element)] : printed));
    }
}
