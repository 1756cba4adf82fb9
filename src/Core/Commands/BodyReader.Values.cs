using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Commands;

// One method per property type of BodyFieldAttribute. The path is the field's name for people, for example body.content.
public ref partial struct BodyReader
{
    /// <param name="path">Name of the field in a refusal.</param>
    /// <param name="maxLength">Longest accepted length in characters (code points, as PostgreSQL counts); 0: no limit.</param>
    /// <param name="value">The text, or empty.</param>
    public string? ReadString(string path, int maxLength, out string value)
    {
        MoveToValue();
        value = "";
        var error = ReadText(path, ref value);
        return error is null && maxLength > 0 && IsLonger(value, maxLength) ? $"{path}: at most {maxLength} characters" : error;
    }

    public string? ReadInt32(string path, out int value)
    {
        MoveToValue();
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out value))
        {
            return null;
        }

        value = 0;
        return Refuse(path, "expected an integer");
    }

    public string? ReadInt64(string path, out long value)
    {
        MoveToValue();
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out value))
        {
            return null;
        }

        value = 0;
        return Refuse(path, "expected an integer");
    }

    public string? ReadDouble(string path, out double value)
    {
        MoveToValue();

        // 1e999 reads as infinity, which JSON cannot express on the way back.
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetDouble(out value) && double.IsFinite(value))
        {
            return null;
        }

        value = 0;
        return Refuse(path, "expected a number");
    }

    public string? ReadBoolean(string path, out bool value)
    {
        MoveToValue();
        value = _json.TokenType == JsonTokenType.True;
        return value || _json.TokenType == JsonTokenType.False ? null : Refuse(path, "expected a boolean");
    }

    public string? ReadGuid(string path, out Guid value)
    {
        MoveToValue();
        return JsonInput.TryReadGuid(ref _json, out value) ? null : Refuse(path, "expected a UUID");
    }

    /// <summary>Never refuses, see <see cref="PossibleId"/>; the path is for the likeness of all readers.</summary>
    public string? ReadPossibleId(string path, out PossibleId value)
    {
        MoveToValue();
        value = PossibleId.Read(ref _json);
        _json.Skip();
        return null;
    }

    /// <summary>See <see cref="IdList"/>.</summary>
    public string? ReadIdList(string path, out IdList value)
    {
        MoveToValue();
        if (_json.TokenType == JsonTokenType.StartArray)
        {
            value = IdList.Read(ref _json);
            return null;
        }

        value = default;
        return Refuse(path, "expected an array");
    }

    /// <summary>Never refuses, see <see cref="PossibleReference"/>; the path is for the likeness of all readers.</summary>
    public string? ReadPossibleReference(string path, out PossibleReference value)
    {
        MoveToValue();
        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        value = PossibleReference.Read(_body[start..(int)_json.BytesConsumed]);
        return null;
    }

    /// <summary>Never refuses, see <see cref="ShortText"/>; the path is for the likeness of all readers.</summary>
    public string? ReadShortText(string path, out ShortText value)
    {
        MoveToValue();
        value = ShortText.Read(ref _json);
        _json.Skip();
        return null;
    }

    public string? ReadStrings(string path, out string[] value)
    {
        MoveToValue();
        value = [];
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            return Refuse(path, "expected an array of strings");
        }

        var texts = new List<string>();
        string? error = null;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            var text = "";
            error ??= ReadText(path, ref text, texts.Count);
            _json.Skip();
            texts.Add(text);
        }

        value = [.. texts];
        return error;
    }

    /// <summary>Copies the text of a body that is one value and not an object with keys. In place of <see cref="Begin"/>.</summary>
    /// <param name="acceptsAnyText">U+0000 and half surrogate pairs are no refusal.</param>
    public string? ReadWhole(JsonKinds kinds, out RawJson value, bool acceptsAnyText = false)
    {
        _json.Read();
        return ReadRaw("body", kinds, out value, acceptsAnyText);
    }

    /// <summary>Copies the value's text.</summary>
    public string? ReadRaw(string path, JsonKinds kinds, out RawJson value, bool acceptsAnyText = false)
    {
        MoveToValue();
        value = default;
        if ((kinds & KindOf(_json.TokenType)) == 0)
        {
            return Refuse(path, Expect(kinds));
        }

        var start = (int)_json.TokenStartIndex;
        _json.Skip();
        var text = _body[start..(int)_json.BytesConsumed];
        if (!acceptsAnyText && JsonInput.FindTextFault(text) is var fault and not TextFault.None)
        {
            return $"{path}: {Describe(fault)}";
        }

        value = new RawJson(text.ToArray());
        return null;
    }

    /// <summary>Reads the current token as text.</summary>
    /// <param name="path">Name of the field in a refusal.</param>
    /// <param name="value">The text; unchanged after a refusal.</param>
    /// <param name="index">Position in an array; negative: not in one.</param>
    private string? ReadText(string path, ref string value, int index = -1)
    {
        var problem = "expected a string";
        if (_json.TokenType == JsonTokenType.String)
        {
            var fault = _json.ValueIsEscaped ? JsonInput.FindTextFault(_json.ValueSpan) : TextFault.None;
            if (fault == TextFault.None && JsonInput.TryReadString(ref _json, out var text))
            {
                value = text;
                return null;
            }

            problem = fault == TextFault.None ? problem : Describe(fault);
        }

        return Refuse(index < 0 ? path : $"{path}[{index}]", problem);
    }

    private string Refuse(string path, string problem)
    {
        _json.Skip();
        return $"{path}: {problem}";
    }

    private static string Describe(TextFault fault) =>
        fault == TextFault.NullCharacter ? "must not contain U+0000" : "must not contain half of a surrogate pair";

    private static bool IsLonger(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return false;
        }

        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count > maxLength;
    }

    private static JsonKinds KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonKinds.Object,
        JsonTokenType.StartArray => JsonKinds.Array,
        JsonTokenType.String => JsonKinds.String,
        JsonTokenType.Number => JsonKinds.Number,
        JsonTokenType.True or JsonTokenType.False => JsonKinds.Boolean,
        JsonTokenType.Null => JsonKinds.Null,
        _ => JsonKinds.None,
    };

    private static string Expect(JsonKinds kinds)
    {
        if (kinds == JsonKinds.AnyButNull)
        {
            return "must not be null";
        }

        var names = new List<string>(6);
        AddIf(JsonKinds.Object, "an object");
        AddIf(JsonKinds.Array, "an array");
        AddIf(JsonKinds.String, "a string");
        AddIf(JsonKinds.Number, "a number");
        AddIf(JsonKinds.Boolean, "a boolean");
        AddIf(JsonKinds.Null, "null");
        return "expected " + string.Join(" or ", names);

        void AddIf(JsonKinds kind, string name)
        {
            if ((kinds & kind) != 0)
            {
                names.Add(name);
            }
        }
    }
}
