namespace Venueless.Fast.Modules.Chat;

/// <summary>Whether a text has something to preview (chat.md section 11): <c>http://</c> or <c>https://</c> and then no space.</summary>
internal static class LinkPattern
{
    /// <param name="text">UTF-8 without escapes.</param>
    public static bool IsIn(ReadOnlySpan<byte> text)
    {
        int start;
        while ((start = text.IndexOf("://"u8)) >= 0)
        {
            var scheme = text[..start];
            text = text[(start + 3)..];
            if ((scheme.EndsWith("http"u8) || scheme.EndsWith("https"u8)) && text is [> (byte)' ', ..])
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsIn(ReadOnlySpan<char> text)
    {
        int start;
        while ((start = text.IndexOf("://")) >= 0)
        {
            var scheme = text[..start];
            text = text[(start + 3)..];
            if ((scheme.EndsWith("http") || scheme.EndsWith("https")) && text.Length > 0 && !char.IsWhiteSpace(text[0]))
            {
                return true;
            }
        }

        return false;
    }
}
