using System.Globalization;
using System.Text.Json;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain.Import;

/// <summary>One value of an import document together with its path, so that every complaint says where.</summary>
internal readonly struct ImportNode(JsonElement element, string path)
{
    private readonly JsonElement _element = element;

    public string Path { get; } = path;

    public RawJson Raw => RawJson.CopyOf(_element);

    public bool IsNull => _element.ValueKind == JsonValueKind.Null;

    /// <summary>The members; complains about anything but an object. Of a repeated key the last counts.</summary>
    public ImportObject AsObject()
    {
        Expect(JsonValueKind.Object, "an object");
        var members = new OrderedDictionary<string, ImportNode>(StringComparer.Ordinal);
        foreach (var member in _element.EnumerateObject())
        {
            members[member.Name] = new ImportNode(member.Value, Path.Length == 0 ? member.Name : $"{Path}.{member.Name}");
        }

        return new ImportObject(members, Path);
    }

    public List<ImportNode> AsList()
    {
        Expect(JsonValueKind.Array, "a list");
        var items = new List<ImportNode>(_element.GetArrayLength());
        foreach (var item in _element.EnumerateArray())
        {
            items.Add(new ImportNode(item, string.Create(CultureInfo.InvariantCulture, $"{Path}[{items.Count}]")));
        }

        return items;
    }

    /// <summary>A string of at most so many characters, counted as the database counts: by code point.</summary>
    public string AsString(int maxLength = int.MaxValue)
    {
        Expect(JsonValueKind.String, "a string");
        string text;
        try
        {
            text = _element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw WorldImportException.At(Path, "is not valid Unicode");
        }

        return CountCharacters(text) <= maxLength
            ? text
            : throw WorldImportException.At(Path, string.Create(CultureInfo.InvariantCulture, $"is longer than {maxLength} characters"));
    }

    public string? AsStringOrNull(int maxLength = int.MaxValue) => IsNull ? null : AsString(maxLength);

    public string AsOneOf(params ReadOnlySpan<string> choices)
    {
        var text = AsString();
        return choices.Contains(text) ? text : throw WorldImportException.At(Path, $"expected one of {string.Join(", ", choices!)}");
    }

    public int AsInteger() => _element.ValueKind == JsonValueKind.Number && _element.TryGetInt32(out var value)
        ? value
        : throw WorldImportException.At(Path, "expected an integer");

    public bool AsBoolean() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw WorldImportException.At(Path, "expected true or false"),
    };

    public DateTimeOffset? AsTimeOrNull()
    {
        if (IsNull)
        {
            return null;
        }

        return DateTimeOffset.TryParse(AsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw WorldImportException.At(Path, "expected an ISO 8601 time or null");
    }

    private void Expect(JsonValueKind kind, string description)
    {
        if (_element.ValueKind != kind)
        {
            throw WorldImportException.At(Path, $"expected {description}");
        }
    }

    private static int CountCharacters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
