using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>What single fields of a world's form accept beyond <see cref="FormValues"/> (world.md section 3). Null in place of a fault: the value is good.</summary>
internal static class WorldPatchValues
{
    private static readonly string[] UrlSchemes = ["http://", "https://", "ftp://", "ftps://"];

    public static (string? Fault, string Value) ReadTimezone(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (FormValues.NotNull, string.Empty);
        }

        var given = JsonInput.TextOf(json) ?? json.GetRawText();
        return json.ValueKind == JsonValueKind.String && TimeZoneNames.Contains(given) ? (null, given) : ($"\"{given}\" is not a valid choice.", string.Empty);
    }

    public static (string? Fault, RawJson Value) ReadObject(JsonElement json) =>
        FormValues.FaultOfObject(json) is { } fault ? (fault, default) : (null, RawJson.CopyOf(json));

    /// <summary>As it is given, blanks included: it is a password.</summary>
    public static (string? Fault, string? Value) ReadOptionalText(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => (null, null),
        JsonValueKind.Number => (null, json.GetRawText()),
        JsonValueKind.String => (null, JsonInput.TextOf(json)),
        _ => (FormValues.NotText, null),
    };

    /// <summary>An address, empty, or null.</summary>
    public static (string? Fault, string? Value) ReadUrl(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        return FormValues.TextOf(json) switch
        {
            null => (FormValues.NotText, null),
            { } text when text.Length == 0 || IsUrl(text) => (null, text),
            _ => ("Enter a valid URL.", null),
        };
    }

    private static bool IsUrl(string text) =>
        UrlSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && IsHost(url);

    // Nobody means a single word by an address of the internet.
    private static bool IsHost(Uri url) =>
        url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        || (url.HostNameType == UriHostNameType.Dns && (url.IdnHost == "localhost" || url.IdnHost.TrimEnd('.').Contains('.', StringComparison.Ordinal)));
}
