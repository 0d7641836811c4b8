using Nws.Server.Engine;
using Nws.Wire;

namespace Nws.Server.Tests.Engine.Histories;

/// <summary>The part of the model that knows how values come, and what may be asked for with a store.</summary>
internal sealed class ModelStores(ModelVariables variables)
{
    public Outcome Store(ModelWorkspace workspace, string name, byte[][] values, StoreTerms terms)
    {
        var present = workspace.Variables.Find(candidate => candidate.Name == name);
        if (present is null && terms.If is not null) return ModelVariables.Fail(ErrorCode.BadRequest);
        if (present is not null && terms.Key is { } key && (present.Keys.Contains(key) || present.Memories.ContainsKey(key))) return Outcome.Done.Instance;
        if (terms.Priority != 0 && present?.Mode is VariableMode.Lifo or VariableMode.Multi or VariableMode.Single) return ModelVariables.Fail(ErrorCode.BadRequest);
        if (terms.If is { } condition && present!.Mode != VariableMode.Single) return ModelVariables.Fail(ErrorCode.BadRequest);
        if (terms.If is { Value: null } && present!.Values.Count > 0) return ModelVariables.Fail(ErrorCode.Conflict);
        if (terms.If is { Value: { } wanted } && (present!.Values.Count == 0 || wanted != new Cursor(present.Id, present.Values[0].Index))) return ModelVariables.Fail(ErrorCode.Conflict);
        if (values.Length == 0) return Outcome.Done.Instance;
        var variable = variables.FindOrAdd(workspace, name);
        if (variable.Mode == VariableMode.Unknown) variable.Mode = VariableMode.Fifo;
        foreach (var value in values) Store(variable, value, terms);
        variables.Serve(variable);
        return Outcome.Done.Instance;
    }

    /// <summary>The value is gone for good.</summary>
    public void EndTerms(ModelVariable variable, ModelValue value)
    {
        variables.CallOff(value.Expiry);
        value.Expiry = null;
        variable.Keys.Remove(value.Key);
    }

    private void Store(ModelVariable variable, byte[] bytes, StoreTerms terms)
    {
        if (terms.Key is { } key) variable.Keys.Add(key);
        if (terms is { Key: { } known, KeyFor: { } time }) Remember(variable, known, time);
        if (terms.Delay is not { } delay)
        {
            Add(variable, bytes, terms.Priority, terms.Expires ?? 0, terms.Key ?? "");
            return;
        }

        var pending = new ModelPending(bytes, variables.Now + delay, terms.Priority, terms.Expires ?? 0, terms.Key ?? "");
        variable.Pending.Add(pending);
        variables.Plan(variable, delay, () =>
        {
            variable.Pending.Remove(pending);
            Add(variable, bytes, pending.Priority, pending.Expires, pending.Key);
            variables.Serve(variable);
        });
    }

    private void Remember(ModelVariable variable, string key, long time)
    {
        variables.CallOff(variable.Memories.GetValueOrDefault(key));
        variable.Memories[key] = variables.Plan(variable, time, () => variable.Memories.Remove(key));
    }

    private void Add(ModelVariable variable, byte[] bytes, int priority, long expires, string key)
    {
        if (variable.Mode == VariableMode.Single)
        {
            variables.Tally.Overwritten += variable.Values.Count;
            variable.Values.ForEach(value => EndTerms(variable, value));
            variable.Values.Clear();
        }

        var value = new ModelValue(bytes, variable.Stored++, variables.Now, priority, key);
        variable.Values.Add(value);
        variables.Tally.Stored++;
        if (expires != 0) value.Expiry = variables.Plan(variable, expires, () => Vanish(variable, value));
    }

    /// <summary>One in flight vanishes when it comes back.</summary>
    private void Vanish(ModelVariable variable, ModelValue value)
    {
        if (!variable.Values.Remove(value)) return;
        variables.Tally.Overwritten++;
        EndTerms(variable, value);
    }
}
