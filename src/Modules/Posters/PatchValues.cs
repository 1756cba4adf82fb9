using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Posters;

/// <summary>Reads the values of a <see cref="PatchBody"/>. A fault is the message of <c>protocol.invalid_body</c>; null: the value is good.</summary>
internal static class PatchValues
{
    // Each of them is a statement.
    private const int MaxElements = 500;

    private const int MaxTextLength = 300;
    private const int MaxUrlLength = 200;

    /// <summary>The text; null: there is no such key, or it is null.</summary>
    public static string? ReadText(RawJson? json)
    {
        if (json is not { } value)
        {
            return null;
        }

        using var document = JsonDocument.Parse(value.Memory);
        return JsonInput.TextOf(document.RootElement);
    }

    /// <summary>A text, or null.</summary>
    public static string? CheckText(RawJson? json, string path)
    {
        if (json is not { } value)
        {
            return null;
        }

        using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
        return document.RootElement.ValueKind is JsonValueKind.String or JsonValueKind.Null ? null : $"{path}: expected a string or null";
    }

    public static string? CheckUrl(string? url, string path) =>
        url is not null && IsLonger(url, MaxUrlLength) ? $"{path}: at most {MaxUrlLength} characters" : null;

    /// <param name="room">Null: the value is null or empty.</param>
    public static string? ReadRoom(RawJson? json, string path, out RoomId? room)
    {
        room = null;
        if (ReadText(json) is not { Length: > 0 } text)
        {
            return null;
        }

        if (!TryReadGuid(text, out var id))
        {
            return $"{path}: expected a UUID";
        }

        room = new RoomId(id);
        return null;
    }

    public static string? CheckTags(RawJson? json)
    {
        if (json is not { } value)
        {
            return null;
        }

        using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
        var tags = document.RootElement;
        return tags.ValueKind == JsonValueKind.Array && tags.EnumerateArray().All(static tag => tag.ValueKind == JsonValueKind.String)
            ? null
            : "body.tags: expected an array of strings";
    }

    /// <param name="links">Null: there is no such key.</param>
    public static string? ReadLinks(RawJson? json, out IReadOnlyList<PosterLink>? links) => ReadList(json, "body.links", ReadLink, out links);

    /// <param name="presenters">Null: there is no such key. Each user once.</param>
    public static string? ReadPresenters(RawJson? json, out IReadOnlyList<UserId>? presenters)
    {
        var fault = ReadList(json, "body.presenters", ReadPresenter, out IReadOnlyList<UserId>? listed);
        presenters = listed is null ? null : [.. new HashSet<UserId>(listed)];
        return fault;
    }

    public static bool TryReadGuid(string text, out Guid id) => JsonInput.TryParseGuid(Encoding.UTF8.GetBytes(text), out id);

    private static string? ReadList<T>(RawJson? json, string path, Func<JsonElement, string, (string? Fault, T Value)> read, out IReadOnlyList<T>? list)
    {
        list = null;
        if (json is not { } value)
        {
            return null;
        }

        using var document = JsonDocument.Parse(value.Memory, JsonInput.StoredOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            return $"{path}: expected an array";
        }

        if (document.RootElement.GetArrayLength() > MaxElements)
        {
            return $"{path}: at most {MaxElements} elements";
        }

        var elements = new List<T>();
        foreach (var element in document.RootElement.EnumerateArray())
        {
            var place = $"{path}[{elements.Count}]";
            var (fault, one) = element.ValueKind == JsonValueKind.Object ? read(element, place) : ($"{place}: expected an object", default!);
            if (fault is not null)
            {
                return fault;
            }

            elements.Add(one);
        }

        list = elements;
        return null;
    }

    private static (string? Fault, PosterLink Value) ReadLink(JsonElement json, string place)
    {
        string? url = null;
        var fault = ReadMember(json, place, "display_text", MaxTextLength, out var text)
            ?? ReadMember(json, place, "url", MaxUrlLength, out url);
        if (fault is not null)
        {
            return (fault, null!);
        }

        return json.TryGetProperty("sorting_priority"u8, out var priority) && priority.ValueKind == JsonValueKind.Number && priority.TryGetInt32(out var number)
            ? (null, new PosterLink(text!, url!, number))
            : ($"{place}.sorting_priority: expected an integer", null!);
    }

    private static (string? Fault, UserId Value) ReadPresenter(JsonElement json, string place) =>
        json.TryGetProperty("id"u8, out var id) && JsonInput.TextOf(id) is { } text && TryReadGuid(text, out var value)
            ? (null, new UserId(value))
            : ($"{place}.id: expected a UUID", default);

    private static string? ReadMember(JsonElement json, string place, string name, int maxLength, out string? text)
    {
        text = json.TryGetProperty(name, out var member) ? JsonInput.TextOf(member) : null;
        return text is null ? $"{place}.{name}: expected a string"
            : IsLonger(text, maxLength) ? $"{place}.{name}: at most {maxLength} characters"
            : null;
    }

    // Code points, as PostgreSQL counts.
    private static bool IsLonger(string text, int maxLength)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count > maxLength;
    }
}
