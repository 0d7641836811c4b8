using System.Diagnostics.CodeAnalysis;

namespace Nws.Hosts.Languages;

/// <summary>Keeps the entries used last, up to <paramref name="capacity"/> of them.</summary>
internal sealed class LruCache<TKey, TValue>(int capacity) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _recentFirst = [];

    internal bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, TValue Value)>? node))
        {
            value = default;
            return false;
        }
        if (node != _recentFirst.First)
        {
            _recentFirst.Remove(node);
            _recentFirst.AddFirst(node);
        }
        value = node.Value.Value;
        return true;
    }

    internal void Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out LinkedListNode<(TKey Key, TValue Value)>? old))
            _recentFirst.Remove(old);
        _nodes[key] = _recentFirst.AddFirst((key, value));
        if (_nodes.Count <= capacity)
            return;
        _nodes.Remove(_recentFirst.Last!.Value.Key);
        _recentFirst.RemoveLast();
    }
}
