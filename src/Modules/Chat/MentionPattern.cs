using System.Buffers;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Chat;

/// <summary>Finds mentions: <c>@</c> followed by a UUID in 8-4-4-4-12 form, any case, anywhere in the text (chat.md section 6).</summary>
internal static class MentionPattern
{
    private const int UuidLength = 36;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Adds the mentioned ids; 0 B for texts without mention.</summary>
    public static void Collect(ReadOnlySpan<char> text, ref HashSet<UserId>? mentioned)
    {
        var at = text.IndexOf('@');
        while (at >= 0)
        {
            text = text[(at + 1)..];
            if (TryReadUuid(text, out var id))
            {
                (mentioned ??= []).Add(new UserId(id));
            }

            at = text.IndexOf('@');
        }
    }

    // Guid's own parser lets signs and "0x" pass inside a group, so the shape is checked first.
    private static bool TryReadUuid(ReadOnlySpan<char> text, out Guid id)
    {
        id = default;
        return text.Length >= UuidLength
            && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
            && IsHex(text[..8]) && IsHex(text[9..13]) && IsHex(text[14..18]) && IsHex(text[19..23]) && IsHex(text[24..UuidLength])
            && Guid.TryParseExact(text[..UuidLength], "D", out id);
    }

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);
}
