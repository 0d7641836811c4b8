using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Nws.Runtime.Tests.Values;

/// <summary>
/// A child process that decodes values with somebody else's MessagePack library, shows what it found and encodes it again.
/// </summary>
internal sealed class Interop : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Interop(string program, string script)
    {
        var start = new ProcessStartInfo(program, [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Folder,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _process = Process.Start(start)!;
    }

    /// <summary>The folder <c>tests/interop</c> of the sources.</summary>
    internal static string Folder { get; } = Find();

    /// <summary>Debian's Python, for which Debian's python3-msgpack is installed.</summary>
    internal static Interop StartPython()
    {
        Assert.True(File.Exists("/usr/bin/python3"), "Debian's Python is missing: apt-get install python3 python3-msgpack");
        return new Interop("/usr/bin/python3", "echo.py");
    }

    internal static Interop StartNode()
    {
        PathOfModule("@msgpack/msgpack");
        return new Interop("node", "echo.mjs");
    }

    /// <summary>The folder of an installed npm package.</summary>
    internal static string PathOfModule(string name)
    {
        string path = Path.Combine(Folder, "node_modules", name);
        Assert.True(Directory.Exists(path), $"The npm package {name} is missing: run 'npm ci' in tests/interop");
        return path;
    }

    /// <returns>What the other language shows for the value, and its encoding of it.</returns>
    internal async Task<(string Shown, byte[] Bytes)> EchoAsync(byte[] bytes, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        byte[] frame = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, bytes.Length);
        bytes.CopyTo(frame, 4);
        await _process.StandardInput.BaseStream.WriteAsync(frame, deadline.Token);
        await _process.StandardInput.BaseStream.FlushAsync(deadline.Token);
        return (Encoding.UTF8.GetString(await ReadFrameAsync(deadline.Token)), await ReadFrameAsync(deadline.Token));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private async Task<byte[]> ReadFrameAsync(CancellationToken cancellation)
    {
        Stream stream = _process.StandardOutput.BaseStream;
        byte[] header = new byte[4];
        await stream.ReadExactlyAsync(header, cancellation);
        byte[] content = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
        await stream.ReadExactlyAsync(content, cancellation);
        return content;
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "interop");
            if (Directory.Exists(candidate))
                return candidate;
        }
        throw new DirectoryNotFoundException($"no tests/interop above {AppContext.BaseDirectory}");
    }
}
