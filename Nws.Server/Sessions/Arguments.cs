using Nws.Values;
using Nws.Wire;

namespace Nws.Server.Sessions;

/// <summary>Takes the arguments of one request in order; every fault names the method and the argument.</summary>
internal ref struct Arguments
{
    private const long MaxLeaseMilliseconds = 86_400_000;
    private const long MaxDuration = 315_360_000_000;
    private const int MaxKey = 1_000;
    private const int MaxCause = 10_000;

    private readonly string _method;
    private readonly NameCache _names;
    private readonly RequestLimits _limits;
    private MessagePackReader _reader;
    private int _left;

    /// <summary>Begins with the params array that is next in <paramref name="reader"/>.</summary>
    public Arguments(string method, MessagePackReader reader, NameCache names, RequestLimits limits)
    {
        (_method, _names, _limits) = (method, names, limits);
        _reader = reader;
        if (_reader.PeekType() != MessagePackType.Array) throw Refuse("params must be an array");
        _left = _reader.ReadArrayHeader();
    }

    public readonly bool HasMore => _left > 0;

    public string Text(string name)
    {
        Next(name, MessagePackType.Text, "text");
        try
        {
            return _names.Read(ref _reader);
        }
        catch (NwsValueException fault)
        {
            throw Refuse($"argument '{name}': {fault.Message}");
        }
    }

    public long Number(string name, long from = long.MinValue, long to = long.MaxValue)
    {
        Next(name, MessagePackType.Integer, "an integer");
        var number = _reader.ReadInteger();
        if (number >= from && number <= to) return (long)number;
        throw Refuse($"argument '{name}' must be from {from} to {to}, found {number}");
    }

    /// <summary>One number, or an array of any number of them.</summary>
    public long[] Numbers(string name)
    {
        if (_left > 0 && _reader.PeekType() != MessagePackType.Array) return [Number(name)];
        var numbers = new List<long>();
        for (int left = Array(name, "an integer or an array of integers"); left > 0; left--) numbers.Add(Number(name));
        return [.. numbers];
    }

    /// <summary>Any value, as the bytes it came in.</summary>
    public byte[] Value(string name)
    {
        Step(name);
        try
        {
            var value = _reader.SkipToSpan();
            if (value.Length <= _limits.ValueBytes) return value.ToArray();
            throw new RequestRefusedException(
                ErrorCode.TooLarge, $"{_method}: argument '{name}' takes {value.Length} bytes, the server allows {_limits.ValueBytes}.");
        }
        catch (NwsValueException fault)
        {
            throw Refuse($"argument '{name}': {fault.Message}");
        }
    }

    /// <summary>An array of any number of values.</summary>
    public byte[][] Values(string name)
    {
        var values = new List<byte[]>();
        int count = Array(name);
        if (count > RequestLimits.MaxValues) throw Refuse($"argument '{name}' has {count} values, {RequestLimits.MaxValues} are allowed at a time");
        while (values.Count < count) values.Add(Value(name));
        return [.. values];
    }

    /// <summary>One text, or an array of one or more.</summary>
    public string[] Texts(string name)
    {
        if (_left > 0 && _reader.PeekType() == MessagePackType.Text) return [Text(name)];
        int count = Array(name, "text or an array of texts");
        if (count == 0) throw Refuse($"argument '{name}' names nothing");
        var texts = new List<string>();
        while (texts.Count < count) texts.Add(Text(name));
        return [.. texts];
    }

    /// <summary>An array of any number of texts.</summary>
    public string[] ManyTexts(string name)
    {
        var texts = new List<string>();
        for (int left = Array(name); left > 0; left--) texts.Add(Text(name));
        return [.. texts];
    }

    /// <summary>Enters an array; its elements are the next arguments.</summary>
    public int Array(string name, string expected = "an array")
    {
        Next(name, MessagePackType.Array, expected);
        int count = _reader.ReadArrayHeader();
        _left += count;
        return count;
    }

    /// <summary>Enters an array that must have so many elements; they are the next arguments.</summary>
    public void Array(string name, int count)
    {
        if (Array(name) is var found && found != count) throw Refuse($"argument '{name}' has {found} elements instead of {count}");
    }

    /// <summary>The last argument, a map of options, may be absent: the number of options, whose keys and values are the next arguments.</summary>
    public int Options()
    {
        if (_left == 0) return 0;
        Next("options", MessagePackType.Map, "a map of options");
        int count = _reader.ReadMapHeader();
        _left += count * 2;
        return count;
    }

    /// <summary>Enters a map that is the value of an option.</summary>
    public int Map(string option)
    {
        Next(option, MessagePackType.Map, "a map");
        int count = _reader.ReadMapHeader();
        _left += count * 2;
        return count;
    }

    public bool Flag(string option)
    {
        Next(option, MessagePackType.Bool, "true or false");
        return _reader.ReadBool();
    }

    /// <summary>Whether a lease is wanted, and for how many milliseconds: true or false, or a number of seconds.</summary>
    public (bool Wanted, long? Milliseconds) Lease(string option)
    {
        if (_left > 0 && _reader.PeekType() == MessagePackType.Bool) return (Flag(option), null);
        var time = Seconds(option);
        return time is > 0 and <= MaxLeaseMilliseconds ? (true, time) : throw Refuse($"'{option}' must be true, false or more than 0 and at most 86400 seconds");
    }

    /// <summary>Seconds, more than 0 and at most ten years, in milliseconds.</summary>
    public long Duration(string option) =>
        Seconds(option) is { } time and > 0 and <= MaxDuration ? time : throw Refuse($"'{option}' must be more than 0 and at most 315360000 seconds");

    /// <summary>How many values are given together if nothing else is said.</summary>
    public readonly int DefaultCount => _limits.FetchCount;

    /// <summary>A text for people.</summary>
    public string Cause(string name)
    {
        string cause = Text(name);
        return cause.Length <= MaxCause ? cause : throw Refuse($"'{name}' has {cause.Length} characters, {MaxCause} are allowed");
    }

    /// <summary>A text that is not empty.</summary>
    public string Key(string option)
    {
        string key = Text(option);
        if (key.Length is 0 or > MaxKey) throw Refuse($"'{option}' must have from 1 to {MaxKey} characters");
        return key;
    }

    /// <summary>Takes the argument if it is nil.</summary>
    public bool Nil(string option)
    {
        if (_left == 0 || _reader.PeekType() != MessagePackType.Nil) return false;
        Step(option);
        _reader.Skip();
        return true;
    }

    /// <summary>How many values are wanted together.</summary>
    public int Count(string option) => (int)Number(option, 1, _limits.FetchCount);

    /// <summary>Seconds as float or int, turned into milliseconds; null for infinity.</summary>
    public long? Seconds(string option)
    {
        Step(option);
        var type = _reader.PeekType();
        double seconds = type switch
        {
            MessagePackType.Integer => (double)_reader.ReadInteger(),
            MessagePackType.Float32 or MessagePackType.Float64 => _reader.ReadFloat64(),
            _ => throw Refuse($"'{option}' must be a number of seconds, found {type}"),
        };
        if (double.IsNaN(seconds) || seconds < 0) throw Refuse($"'{option}' must be 0 or more seconds, found {seconds}");
        const double Century = 3.2e9;
        return seconds > Century ? null : (long)Math.Ceiling(seconds * 1000);
    }

    public readonly RequestRefusedException UnknownOption(string option) => Refuse($"there is no option '{option}'");

    /// <summary>Every argument must have been taken.</summary>
    public readonly void End()
    {
        if (_left > 0) throw Refuse($"{_left} arguments too many");
    }

    public readonly RequestRefusedException Refuse(string problem) => new(ErrorCode.BadRequest, $"{_method}: {problem}.");

    private void Next(string name, MessagePackType type, string expected)
    {
        Step(name);
        var found = _reader.PeekType();
        if (found != type) throw Refuse($"argument '{name}' must be {expected}, found {found}");
    }

    private void Step(string name)
    {
        if (_left == 0) throw Refuse($"argument '{name}' is missing");
        _left--;
    }
}
