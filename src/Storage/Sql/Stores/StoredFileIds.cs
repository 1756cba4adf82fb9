using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>
/// Ids of uploaded files that stored JSON refers to by URL: the last segment of the path, up to its first dot (auth-and-users.md section 8). What is no UUID is
/// passed over.
/// </summary>
internal static class StoredFileIds
{
    /// <summary>Adds the file of <c>profile.avatar.url</c>.</summary>
    public static void AddAvatar(RawJson profile, HashSet<Guid> ids)
    {
        using var document = TryParse(profile);
        if (document is not null && document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("avatar"u8, out var avatar)
            && TryReadUrl(avatar, out var id))
        {
            ids.Add(id);
        }
    }

    /// <summary>The files of a message's <c>content.files</c>.</summary>
    public static Guid[] InMessage(RawJson content)
    {
        using var document = TryParse(content);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("files"u8, out var files) || files.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var ids = new List<Guid>();
        foreach (var file in files.EnumerateArray())
        {
            if (TryReadUrl(file, out var id))
            {
                ids.Add(id);
            }
        }

        return [.. ids];
    }

    private static bool TryReadUrl(JsonElement element, out Guid id)
    {
        id = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty("url"u8, out var url)
            && JsonInput.TextOf(url) is { } text && TryParse(text, out id);
    }

    // Rows edited by hand may hold anything; that must not keep anybody from being deleted.
    private static JsonDocument? TryParse(RawJson json)
    {
        try
        {
            return JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryParse(string url, out Guid id)
    {
        var path = url.AsSpan();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        path = path[(path.LastIndexOf('/') + 1)..];
        var dot = path.IndexOf('.');
        path = dot < 0 ? path : path[..dot];
        return JsonInput.TryParseGuid(Encoding.UTF8.GetBytes(path.ToString()), out id);
    }
}
