namespace Nws.Wire;

/// <summary>Names of requests and notifications, as PROTOCOL.md lists them.</summary>
internal static class Methods
{
    public const string Hello = "hello";
    public const string Open = "open";
    public const string Use = "use";
    public const string MakeTemporary = "mktemp";
    public const string DeleteWorkspace = "deleteWs";
    public const string ListWorkspaces = "listWss";
    public const string ListVariables = "listVars";
    public const string ListWaits = "listWaits";
    public const string Declare = "declare";
    public const string Store = "store";
    public const string StoreAll = "storeAll";
    public const string Find = "find";
    public const string Fetch = "fetch";
    public const string DeleteVariable = "deleteVar";
    public const string Complete = "complete";
    public const string Release = "release";
    public const string Renew = "renew";
    public const string Bury = "bury";
    public const string ListBuried = "listBuried";
    public const string Replay = "replay";
    public const string Watch = "watch";
    public const string Changes = "changes";
    public const string Unwatch = "unwatch";
    public const string Backup = "backup";
    public const string BackupRead = "backupRead";
    public const string BackupEnd = "backupEnd";
    public const string Verify = "verify";
    public const string Confirm = "confirm";
    public const string Cancel = "cancel";
    public const string Bye = "bye";
    public const string Acknowledge = "ack";
    public const string Reopen = "reopen";
}
