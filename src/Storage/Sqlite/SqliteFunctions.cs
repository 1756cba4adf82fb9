using System.Text.Json;
using Microsoft.Data.Sqlite;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>
/// What SQLite's own functions cannot do: its JSON functions fail for the whole statement on values nested deeper than they like, which clients may store, and its
/// letters have upper and lower case in ASCII only.
/// </summary>
internal static class SqliteFunctions
{
    /// <summary>(JSON, key): text of the object's member, or NULL.</summary>
    public const string Member = "fast_member";

    /// <summary>(profile, term, JSON list of field ids): 1 or 0.</summary>
    public const string ProfileContains = "fast_profile_contains";

    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction<byte[]?, string, string?>(Member, static (json, key) => ReadMember(json, key), isDeterministic: true);
        connection.CreateFunction<byte[]?, string, string, bool>(
            ProfileContains, static (profile, term, fields) => Contains(profile, term, fields), isDeterministic: true);
    }

    private static string? ReadMember(byte[]? json, string key)
    {
        using var document = TryParse(json);
        return document is not null && document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(key, out var member)
            ? TextOf(member)
            : null;
    }

    private static bool Contains(byte[]? profile, string term, string fields)
    {
        using var document = TryParse(profile);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (document.RootElement.TryGetProperty("display_name"u8, out var name) && Contains(name, term))
        {
            return true;
        }

        if (!document.RootElement.TryGetProperty("fields"u8, out var values) || values.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var field in SqliteFormats.ParseList(fields))
        {
            if (values.TryGetProperty(field, out var value) && Contains(value, term))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(JsonElement value, string term) => TextOf(value)?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;

    // As PostgreSQL's ->> has it: texts as they are, other values as JSON.
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => JsonInput.TextOf(value),
        _ => value.GetRawText(),
    };

    // Rows edited by hand may hold anything.
    private static JsonDocument? TryParse(byte[]? json)
    {
        try
        {
            return json is null ? null : JsonDocument.Parse(json, JsonInput.StoredOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
