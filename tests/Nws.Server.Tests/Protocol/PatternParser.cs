namespace Nws.Server.Tests.Protocol;

/// <summary>Reads a <see cref="MessagePattern"/>.</summary>
internal sealed class PatternParser(string text)
{
    private int _position;

    public MessagePattern ParseAll()
    {
        var pattern = Parse();
        return Next == '\0' ? pattern : throw Unexpected();
    }

    /// <summary>The next character that is no blank; <c>\0</c> at the end.</summary>
    private char Next
    {
        get
        {
            while (_position < text.Length && text[_position] == ' ') _position++;
            return _position < text.Length ? text[_position] : '\0';
        }
    }

    private MessagePattern Parse()
    {
        switch (Next)
        {
            case '[': return new MessagePattern.Array(ParseList(']', Parse));
            case '{': return new MessagePattern.Map(ParseList('}', ParseEntry).ToDictionary());
            case '"': return new MessagePattern.Constant(NwsValue.From(ParseText()));
            case '*':
                _position++;
                return new MessagePattern.Anything(ParseWord());
            case '-' or (>= '0' and <= '9'): return MessagePattern.Number(ParseWord());
            default: return ParseName();
        }
    }

    private List<T> ParseList<T>(char end, Func<T> parseItem)
    {
        var items = new List<T>();
        do
        {
            _position++;
            if (items.Count == 0 && Next == end) break;
            items.Add(parseItem());
        }
        while (Next == ',');
        Expect(end);
        return items;
    }

    private KeyValuePair<string, MessagePattern> ParseEntry()
    {
        string key = Next == '"' ? ParseText() : throw Unexpected();
        Expect(':');
        return new KeyValuePair<string, MessagePattern>(key, Parse());
    }

    private string ParseText()
    {
        int end = text.IndexOf('"', _position + 1);
        if (end < 0) throw Unexpected();
        string content = text[(_position + 1)..end];
        _position = end + 1;
        return content;
    }

    private string ParseWord()
    {
        int start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '-' or '.' or '_')) _position++;
        return text[start.._position];
    }

    private MessagePattern.Constant ParseName()
    {
        int start = _position;
        switch (ParseWord())
        {
            case "nil": return new MessagePattern.Constant(NwsValue.Nil);
            case "true": return new MessagePattern.Constant(NwsValue.From(true));
            case "false": return new MessagePattern.Constant(NwsValue.From(false));
            default:
                _position = start;
                throw Unexpected();
        }
    }

    private void Expect(char character)
    {
        if (Next != character) throw Unexpected();
        _position++;
    }

    private FormatException Unexpected() => new($"Column {_position + 1} of the message is not understood: {text}");
}
