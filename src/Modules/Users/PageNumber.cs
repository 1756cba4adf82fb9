using System.Globalization;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Numbers of pages as clients send them: auth-and-users.md section 5.</summary>
internal static class PageNumber
{
    /// <summary>From 1; integral floats and numeric texts count too. False for anything else, which is a page that does not exist.</summary>
    public static bool TryRead(RawJson json, out int page)
    {
        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        var value = document.RootElement;
        page = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => TryReadNumber(value, out page),
            JsonValueKind.String => int.TryParse(JsonInput.TextOf(value), NumberStyles.Integer, CultureInfo.InvariantCulture, out page),
            _ => false,
        } && page >= 1;
    }

    private static bool TryReadNumber(JsonElement value, out int page)
    {
        if (value.TryGetInt32(out page))
        {
            return true;
        }

        var isIntegral = value.TryGetDouble(out var number) && number >= 1 && number <= int.MaxValue && Math.Floor(number) == number;
        page = isIntegral ? (int)number : 0;
        return isIntegral;
    }
}
