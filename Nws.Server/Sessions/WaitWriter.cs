using Nws.Server.Engine;
using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>Writes the result of <c>listWaits</c> as PROTOCOL.md says.</summary>
internal static class WaitWriter
{
    public static void Write(MessagePackWriter writer, IReadOnlyList<WaitInfo> waits)
    {
        writer.WriteArrayHeader(waits.Count);
        foreach (var wait in waits) Write(writer, wait);
    }

    private static void Write(MessagePackWriter writer, WaitInfo wait)
    {
        writer.WriteMapHeader(wait.Cycle.Count == 0 ? 9 : 10);
        writer.WriteText("workspace");
        writer.WriteText(wait.Workspace);
        writer.WriteText("variables");
        WriteTexts(writer, wait.Variables);
        writer.WriteText("kind");
        writer.WriteText(wait.Kind == TakeKind.Fetch ? Methods.Fetch : Methods.Find);
        writer.WriteText("seconds");
        writer.WriteFloat64(wait.Milliseconds / 1000.0);
        writer.WriteText("session");
        writer.WriteInteger(wait.Client.Session);
        writer.WriteText("client");
        writer.WriteText(wait.Client.Label);
        writer.WriteText("language");
        writer.WriteText(wait.Client.Language);
        writer.WriteText("stored");
        writer.WriteArrayHeader(wait.Stored.Count);
        foreach (var mark in wait.Stored) WriteMark(writer, mark);
        writer.WriteText("hints");
        WriteTexts(writer, wait.Hints);
        if (wait.Cycle.Count == 0) return;
        writer.WriteText("cycle");
        writer.WriteArrayHeader(wait.Cycle.Count);
        foreach (long session in wait.Cycle) writer.WriteInteger(session);
    }

    private static void WriteMark(MessagePackWriter writer, StoreMark mark)
    {
        writer.WriteArrayHeader(4);
        writer.WriteText(mark.Variable);
        writer.WriteInteger(mark.Client.Session);
        writer.WriteText(mark.Client.Label);
        writer.WriteFloat64(mark.Milliseconds / 1000.0);
    }

    private static void WriteTexts(MessagePackWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteArrayHeader(texts.Count);
        foreach (string text in texts) writer.WriteText(text);
    }
}
