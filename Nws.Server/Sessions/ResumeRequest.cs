namespace Nws.Server.Sessions;

/// <summary>What a client says of the session that it wants to have for longer than the connection.</summary>
/// <param name="Key">The session to go on with; null: a new one.</param>
/// <param name="Received">How many responses have arrived in that session, those to <c>hello</c> not counted.</param>
/// <param name="Grace">For how long it may be without a connection, in milliseconds; null: as long as the server allows.</param>
internal sealed record ResumeRequest(string? Key = null, long Received = 0, long? Grace = null)
{
    /// <summary>The option <c>resume</c>: a map, or nil for a session that ends with its connection.</summary>
    public static ResumeRequest? Decode(ref Arguments arguments)
    {
        if (arguments.Nil("resume")) return null;
        var resume = new ResumeRequest();
        for (int left = arguments.Map("resume"); left > 0; left--)
        {
            resume = arguments.Text("option") switch
            {
                "key" => resume with { Key = arguments.Key("key") },
                "received" => resume with { Received = arguments.Number("received", 0) },
                "grace" => resume with { Grace = arguments.Seconds("grace") },
                var unknown => throw arguments.UnknownOption(unknown),
            };
        }
        return resume;
    }
}
