using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Calls.Zoom;

/// <summary>What a room's <c>call.zoom</c> module says of its meeting. JSON texts.</summary>
/// <param name="Number">An integer of any length.</param>
internal readonly record struct ZoomMeeting(string Number, string Password, string DisablesChat)
{
    /// <summary>Null: the module names no meeting.</summary>
    public static ZoomMeeting? Read(RawJson config)
    {
        using var document = JsonDocument.Parse(config.Memory, JsonInput.StoredOptions);
        var root = document.RootElement;
        if (!root.TryGetProperty("meeting_number"u8, out var meeting) || !JsonTruth.Of(meeting))
        {
            return null;
        }

        var number = DigitsOf(meeting.ValueKind == JsonValueKind.Number ? meeting.GetRawText() : JsonInput.TextOf(meeting));
        return number.Length == 0
            ? null
            : new ZoomMeeting(
                number,
                root.TryGetProperty("password"u8, out var password) ? password.GetRawText() : "null",
                root.TryGetProperty("disable_chat"u8, out var disablesChat) ? disablesChat.GetRawText() : "false");
    }

    // Numbers are typed in groups. An integer does not begin with zeros.
    private static string DigitsOf(string? text)
    {
        var digits = string.Concat(Array.FindAll((text ?? "").ToCharArray(), char.IsAsciiDigit));
        var significant = digits.TrimStart('0');
        return significant.Length == 0 && digits.Length > 0 ? "0" : significant;
    }
}
