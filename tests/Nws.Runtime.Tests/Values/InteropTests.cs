using Nws.TestKit;
using Nws.Values;

namespace Nws.Runtime.Tests.Values;

public class InteropTests
{
    [Fact]
    public async Task Encode_ForPython_IsWhatPythonsLibraryReadsAndWrites()
    {
        using Interop python = Interop.StartPython();
        foreach (NwsValue value in SampleValues.All.Where(IsPlainMessagePack).Where(value => IsHashable(value, isKey: false)))
        {
            byte[] bytes = value.Encode();
            (string shown, byte[] again) = await python.EchoAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(shown, value.Render(NwsNotation.Python, RenderLimits.None));
            Assert.Equal(bytes, again);
        }
    }

    [Fact]
    public async Task Encode_OfExtensions_ReachesPythonUnchanged()
    {
        using Interop python = Interop.StartPython();
        foreach (NwsValue value in SampleValues.All.Where(value => !IsPlainMessagePack(value) && IsHashable(value, isKey: false)))
        {
            byte[] bytes = value.Encode();
            (_, byte[] again) = await python.EchoAsync(bytes, TestContext.Current.CancellationToken);
            if (value.Kind != NwsValueKind.Float32)
                Assert.Equal(bytes, again);
            Assert.Equal(value.Kind == NwsValueKind.Float32 ? NwsValue.From(value.To<double>()) : value, NwsValue.Decode(again));
        }
    }

    [Fact]
    public async Task Encode_ForJavaScript_IsWhatItsLibraryReadsAndWrites()
    {
        using Interop node = Interop.StartNode();
        foreach (NwsValue value in SampleValues.All.Where(IsPlainMessagePack).Where(SuitsTheLibrary))
        {
            byte[] bytes = value.Encode();
            (string shown, byte[] again) = await node.EchoAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(shown, value.Render(NwsNotation.JavaScript, RenderLimits.None));
            if (!HasWholeFloat(value))
                Assert.Equal(bytes, again);
        }
    }

    [Fact]
    public async Task Encode_OfDates_IsWhatTheLibraryForJavaScriptReadsAndWrites()
    {
        using Interop node = Interop.StartNode();
        long[] dates = [0, 1_714_564_800_123, 4_294_967_296_000, 17_179_869_184_000, -500];
        foreach (long milliseconds in dates)
        {
            NwsValue value = NwsValue.From(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
            byte[] bytes = value.Encode();
            (string shown, byte[] again) = await node.EchoAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(shown, value.Render(NwsNotation.JavaScript));
            Assert.Equal(bytes, again);
        }
    }

    private static bool IsPlainMessagePack(NwsValue value) => value.Kind switch
    {
        NwsValueKind.Integer => value.Content is null || ExactNumbers.IntegerOf(value) is { Sign: > 0 } large && large <= ulong.MaxValue,
        NwsValueKind.Nil or NwsValueKind.Bool or NwsValueKind.Float64 or NwsValueKind.Text or NwsValueKind.Bytes => true,
        NwsValueKind.List => value.Items.All(IsPlainMessagePack),
        NwsValueKind.Map => value.Entries.All(entry => IsPlainMessagePack(entry.Key) && IsPlainMessagePack(entry.Value)),
        _ => false,
    };

    // Python's library reads lists and maps as keys, but Python cannot hash them; and 1, 1.0 and True are one key there.
    private static bool IsHashable(NwsValue value, bool isKey) => value.Kind switch
    {
        NwsValueKind.List => !isKey && value.Items.All(item => IsHashable(item, isKey: false)) && value.Depth < NwsValue.MaxDepth,
        NwsValueKind.Map => !isKey
            && value.Entries.All(entry => IsHashable(entry.Key, isKey: true) && IsHashable(entry.Value, isKey: false))
            && value.Entries.Select(entry => entry.Key.Kind).Distinct().Count() <= 1,
        _ => value.Depth < NwsValue.MaxDepth,
    };

    // Node shows invisible characters as they are; we escape them, as Python does.
    private static bool IsVisible(string text) => !text.Any(character => character is '\u00a0' or '\udb40');

    // The library makes objects of maps, refuses "__proto__" as their key, and does not keep the order of keys that look like integers.
    private static bool SuitsTheLibrary(NwsValue value) => value.Kind switch
    {
        NwsValueKind.List => value.Items.All(SuitsTheLibrary) && value.Depth < 100,
        NwsValueKind.Map => value.Entries.All(entry => entry.Key.Kind == NwsValueKind.Text && SuitsTheLibrary(entry.Value)) && value.Depth < 100,
        NwsValueKind.Text => IsVisible(value.To<string>()),
        _ => true,
    };

    // JavaScript has one type for numbers: the library writes 1.0 as the integer 1.
    private static bool HasWholeFloat(NwsValue value) => value.Kind switch
    {
        NwsValueKind.Float64 => double.IsInteger(value.To<double>()),
        NwsValueKind.List => value.Items.Any(HasWholeFloat),
        _ => false,
    };
}
