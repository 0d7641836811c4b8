using System.Runtime.InteropServices;
using Nws.Hosts.Languages;

namespace Nws.Hosts.Worker;

/// <summary>What a worker tells of itself when it joins: the record <c>joined</c> of FARM.md.</summary>
internal static class Introduction
{
    public static NwsValue Of(int rank, WorkerOptions options) => NwsValue.From(new Dictionary<string, object?>
    {
        ["rank"] = rank,
        ["place"] = options.Place,
        ["host"] = Environment.MachineName,
        ["pid"] = Environment.ProcessId,
        ["name"] = $"{Environment.MachineName}@{rank}",
        ["version"] = typeof(Introduction).Assembly.GetName().Version?.ToString(3),
        ["os"] = RuntimeInformation.OSDescription,
        ["cores"] = Environment.ProcessorCount,
        ["tags"] = options.Tags,
        ["languages"] = Languages(),
        ["since"] = DateTimeOffset.UtcNow,
    });

    /// <summary>The languages that could be started here.</summary>
    private static List<string> Languages() =>
        [.. Enum.GetValues<NwsLanguage>().Where(IsInstalled).Select(language => language.ToWireName()).Order(StringComparer.Ordinal)];

    private static bool IsInstalled(NwsLanguage language)
    {
        try
        {
            LanguageRegistry.Current.Find(language);
            return true;
        }
        catch (LanguageUnavailableException)
        {
            return false;
        }
    }
}
