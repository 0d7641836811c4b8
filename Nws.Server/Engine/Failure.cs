using Nws.Client;
using Nws.Wire;

namespace Nws.Server.Engine;

/// <summary>What the engine refuses, in words that name the place and the remedy.</summary>
internal static class Failure
{
    private const int ShownCharacters = 100;

    public static Outcome NotOpened(string workspace) => new Outcome.Failed(
        ErrorCode.NotOpened, $"Workspace {Quote(workspace)} has not been opened on this connection; send open or use first.");

    public static Outcome InstanceDeleted(string workspace) => new Outcome.Failed(
        ErrorCode.NoWorkspace, $"Workspace {Quote(workspace)} has been deleted since this connection opened it, or ended with the server; send open or use again.");

    public static Outcome NoWorkspace(string workspace) => new Outcome.Failed(
        ErrorCode.NoWorkspace, $"Workspace {Quote(workspace)} does not exist.");

    public static Outcome NotCreated(string workspace) => new Outcome.Failed(
        ErrorCode.NoWorkspace, $"Workspace {Quote(workspace)} does not exist; let create be true to make it.");

    public static Outcome Protected(string workspace) => new Outcome.Failed(
        ErrorCode.Protected, $"Workspace {Quote(workspace)} belongs to the system and cannot be deleted; delete its variables instead.");

    public static Outcome BadTemplate(string template) => new Outcome.Failed(
        ErrorCode.BadTemplate,
        $"Template {Quote(template)} must contain exactly one %d, or %0Nd with N from 1 to {NameTemplate.MaxWidth}, and no other %.");

    public static Outcome NoVariable(string workspace, string variable) => new Outcome.Failed(
        ErrorCode.NoVariable, $"Variable {Quote(variable)} does not exist in workspace {Quote(workspace)}.");

    public static Outcome VariableDeleted(string workspace, string variable) => new Outcome.Failed(
        ErrorCode.VariableDeleted,
        $"Variable {Quote(variable)} of workspace {Quote(workspace)} was deleted while this request waited.");

    public static Outcome CursorOutdated(string workspace, string variable) => new Outcome.Failed(
        ErrorCode.VariableDeleted,
        $"Variable {Quote(variable)} of workspace {Quote(workspace)} was deleted since the iteration began; begin after [0, -1].");

    public static Outcome BadMode(string workspace, string variable) => new Outcome.Failed(
        ErrorCode.BadMode, $"Variable {Quote(variable)} of workspace {Quote(workspace)} can be declared fifo, lifo, multi or single only.");

    public static Outcome ModeConflict(Variable variable, VariableMode wanted) => new Outcome.Failed(
        ErrorCode.ModeConflict,
        $"{Name(variable)} is {VariableModes.Name(variable.Mode)} and cannot become {VariableModes.Name(wanted)}; delete it first.");

    public static Outcome NotIterable(Variable variable) => new Outcome.Failed(
        ErrorCode.NotIterable,
        $"{Name(variable)} is {VariableModes.Name(variable.Mode)}; only fifo and single variables can be iterated over.");

    public static Outcome NotAtHead(Variable variable, long head, long cursor) => new Outcome.Failed(
        ErrorCode.NotAtHead,
        $"{Name(variable)} has value {head} at its head, the iteration is past {cursor}; fetch takes the head: begin again.");

    public static Outcome IterationNeedsOneVariable(string workspace) => new Outcome.Failed(
        ErrorCode.BadRequest, $"Option after goes with one variable, not a list of several (in workspace {Quote(workspace)}).");

    public static Outcome IterationIsOneByOne(string workspace) => new Outcome.Failed(
        ErrorCode.BadRequest, $"Option after goes without count (in workspace {Quote(workspace)}); an iteration takes one value at a time.");

    public static Outcome PriorityNeedsFifo(Variable variable) => new Outcome.Failed(
        ErrorCode.BadRequest, $"{Name(variable)} is {VariableModes.Name(variable.Mode)}; only fifo variables have an order that a priority can change.");

    public static Outcome ConditionNeedsSingle(string workspace, string variable) => new Outcome.Failed(
        ErrorCode.BadRequest, $"Option if is for single variables; declare variable {Quote(variable)} of workspace {Quote(workspace)} single first.");

    public static Outcome Conflict(Variable variable) => new Outcome.Failed(
        ErrorCode.Conflict, $"{Name(variable)} does not hold what option if says, nothing was stored; read it again.");

    public static Outcome MemoryFull(string workspace, string variable, long bytes) => new Outcome.Failed(
        ErrorCode.Full, $"There is no memory for this in variable {Quote(variable)} of workspace {Quote(workspace)}: the server keeps {bytes} bytes of values at most. Fetch or delete some, or raise its limit.");

    public static Outcome TooManyValues(string workspace, string variable, int values) => new Outcome.Failed(
        ErrorCode.TooMany, $"Variable {Quote(variable)} of workspace {Quote(workspace)} may hold {values} values at most; fetch some, or raise the server's limit.");

    public static Outcome TooManyWaiters(string workspace, string variable, int waiters) => new Outcome.Failed(
        ErrorCode.TooMany, $"In variable {Quote(variable)} of workspace {Quote(workspace)} {waiters} requests wait already; ask later, or raise the server's limit.");

    public static Outcome TooManyWatches(int watches) => new Outcome.Failed(ErrorCode.TooMany, $"This connection has {watches} watches already; end one first.");

    public static Outcome NoWatch(long watch) => new Outcome.Failed(
        ErrorCode.NoWatch, $"Watch {watch} has ended or is another connection's; begin another.");

    public static Outcome WatchInUse(long watch, uint request) => new Outcome.Failed(
        ErrorCode.BadRequest, $"Request {request} waits for the changes of watch {watch} already; one can wait at a time.");

    public static Outcome WatchLost(string workspace, int events) => new Outcome.Failed(
        ErrorCode.NoWatch, $"More than {events} changes of workspace {Quote(workspace)} waited to be asked for, so the watch has ended; begin another and look at the variables anew.");

    public static Outcome WatchEnded(long watch) => new Outcome.Failed(ErrorCode.NoWatch, $"Watch {watch} was ended while this request waited.");

    public static Outcome WatchCancelled() => new Outcome.Failed(ErrorCode.Cancelled, "The request for changes was cancelled.");

    public static Outcome NoVariableNamed(string workspace) => new Outcome.Failed(
        ErrorCode.BadRequest, $"The list of variables (in workspace {Quote(workspace)}) is empty; name at least one.");

    public static Outcome RequestInUse(uint request) => new Outcome.Failed(
        ErrorCode.BadRequest, $"Request id {request} belongs to a request that still waits; use another.");

    public static Outcome NoLease(long lease) => new Outcome.Failed(
        ErrorCode.NoLease, $"Lease {lease} has ended or is another connection's; its value is not this connection's any more.");

    public static Outcome Cancelled(Take take) => new Outcome.Failed(
        ErrorCode.Cancelled, $"The request for variable {Quote(take.Variables[0])} of workspace {Quote(take.Workspace)} was cancelled.");

    public static Outcome StorageFailed(string workspace, string fault) => new Outcome.Failed(
        ErrorCode.Storage, $"Persistent workspace {Quote(workspace)} cannot be changed, nothing was done: {fault}");

    public static Outcome StorageFull(string workspace) => new Outcome.Failed(
        ErrorCode.Storage,
        $"Persistent workspace {Quote(workspace)} takes nothing more, nothing was done: the disk of the server is full. Values can be fetched and deleted.");

    /// <summary>For what a server before this one may have done.</summary>
    public static Outcome Uncertain(string request) => new Outcome.Failed(
        ErrorCode.Uncertain, $"The server was started again while this {request} was on its way, and nobody knows whether it was done before. Look, and do it again if need be; a store with a key can be sent again in any case.");

    /// <summary>For values that stay on the disk. One that was fetched is put aside.</summary>
    public static Outcome ValueUnreadable(string fault) => new Outcome.Failed(
        ErrorCode.Storage, $"A value cannot be read from the data file and is not served: {fault}. If it was fetched it has been put aside with that cause; nws verify lists every fault.");

    /// <summary>For what was done and could not be written down since, and for what was found and rests on that.</summary>
    public static Outcome StorageUncertain(string fault) => new Outcome.Failed(
        ErrorCode.Storage, $"It is not certain that this will last: it was done in memory, or rests on what was, and could not be written down until now: {fault}");

    private static string Name(Variable variable) => $"Variable {Quote(variable.Name)} of workspace {Quote(variable.Workspace.Name)}";

    private static string Quote(string name) => name.Length <= ShownCharacters ? $"'{name}'" : $"'{name.AsSpan(0, ShownCharacters)}...'";
}
