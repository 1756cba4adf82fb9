using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Calls.Zoom;

/// <summary>
/// Signs what the meeting's page is told (calls.md section E1). The form is the reference server's, so that during a migration each accepts the other's tokens.
/// Thread-safe.
/// </summary>
internal sealed class ZoomTokens(string installationSecret)
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly byte[] _key = SHA256.HashData(Encoding.UTF8.GetBytes($"django.core.signingsigner{installationSecret}"));

    public string Sign(ZoomMeeting meeting, string userName, UserId user, DateTimeOffset now)
    {
        var name = JsonEncodedText.Encode(userName, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        var json = ToAscii(
            $$"""{"mn":{{meeting.Number}},"pw":{{meeting.Password}},"un":"{{name}}","ho":false,"ui":"{{user}}","dc":{{meeting.DisablesChat}}}""");
        var signed = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json))}:{ToBase62(now.ToUnixTimeSeconds())}";
        return $"{signed}:{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)))}";
    }

    // In JSON everything else than ASCII stands in strings, where it may be written as an escape.
    private static string ToAscii(string json)
    {
        var text = new StringBuilder(json.Length);
        foreach (var unit in json)
        {
            if (char.IsAscii(unit))
            {
                text.Append(unit);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return text.ToString();
    }

    private static string ToBase62(long value)
    {
        var text = new StringBuilder();
        do
        {
            var (rest, digit) = Math.DivRem(value, Digits.Length);
            text.Insert(0, Digits[(int)digit]);
            value = rest;
        }
        while (value > 0);
        return text.ToString();
    }
}
