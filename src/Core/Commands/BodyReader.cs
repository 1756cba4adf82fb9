using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

/// <summary>
/// Walks the keys of a command body; called by the generated readers of <see cref="CommandBodyAttribute"/> types, by nobody else.
/// </summary>
/// <remarks>
/// <para>Per command; allocates only the strings and copies that the body keeps, and the text of a refusal.</para>
/// <para>Each read consumes exactly one value, whether it fits or not, and answers null or what is wrong with it. So the caller keeps one answer
/// per field, and the last of duplicate keys wins with its error too.</para>
/// <para>The text must be one valid JSON value (the envelope parser saw to it); anything else throws <see cref="JsonException"/>.</para>
/// </remarks>
public ref partial struct BodyReader
{
    // connection.md section 4: deeper nesting may be refused, which the envelope parser did.
    private const int MaxDepth = 1024;

    private readonly ReadOnlySpan<byte> _body;
    private Utf8JsonReader _json;
    private bool _isEmpty;

    public BodyReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        _json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Enters the object. Null: go on with <see cref="ReadName"/>; else the refusal.</summary>
    /// <param name="acceptsNull">JSON null counts as <c>{}</c>: bodies without required fields.</param>
    /// <param name="acceptsAnything">Everything that is not an object counts as <c>{}</c>.</param>
    public string? Begin(bool acceptsNull, bool acceptsAnything)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.StartObject)
        {
            return null;
        }

        _isEmpty = true;
        return acceptsAnything || (acceptsNull && _json.TokenType == JsonTokenType.Null) ? null : "body: expected an object";
    }

    /// <summary>Moves to the next key; false after the last one. Then call one read method, or <see cref="Skip"/>.</summary>
    public bool ReadName() => !_isEmpty && _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Compares the key, unescaped.</summary>
    public bool NameIs(ReadOnlySpan<byte> name) => JsonInput.NameEquals(ref _json, name);

    /// <summary>Passes over the value of an unknown key.</summary>
    public void Skip() => _json.Skip();

    /// <summary>True, and the value is consumed, if it is null.</summary>
    public bool ReadNull()
    {
        MoveToValue();
        return _json.TokenType == JsonTokenType.Null;
    }

    private void MoveToValue()
    {
        if (_json.TokenType == JsonTokenType.PropertyName)
        {
            _json.Read();
        }
    }
}
