using System.Text.Json;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Auth;

/// <summary>Identifiers out of tokens: text, or a number as its text.</summary>
internal static class ClaimText
{
    /// <summary>Columns are measured in code points, strings in UTF-16 units; only long strings with rare characters differ.</summary>
    public static bool Fits(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return true;
        }

        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length <= maxLength;
    }

    /// <summary>False for other kinds, text that cannot be stored, and text that is longer.</summary>
    public static bool TryRead(JsonElement element, int maxLength, out string text)
    {
        text = element.ValueKind == JsonValueKind.Number ? element.GetRawText() : JsonInput.TextOf(element) ?? "\0";
        return !text.Contains('\0') && Fits(text, maxLength);
    }
}
