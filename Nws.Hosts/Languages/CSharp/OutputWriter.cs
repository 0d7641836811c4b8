using System.Text;

namespace Nws.Hosts.Languages.CSharp;

/// <summary>Sends what is printed to the host, piece by piece as it is printed.</summary>
internal sealed class OutputWriter(HostChannel host, string stream) : TextWriter
{
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
        if (text.Length > 0)
            host.Send(new KernelMessage.Notification("output", [_stream, NwsValue.From(text)]));
    }
}
