using System.Globalization;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Roulette;

/// <summary>How long two who have met do not meet again: the module's <c>rematch_interval</c> (calls.md section D1).</summary>
internal static class RematchInterval
{
    private const long DefaultMinutes = 24 * 60;

    // A century: longer ones mean never, and must not leave the calendar.
    private const long MaxMinutes = 100L * 366 * 24 * 60;

    /// <summary>Null: no limit.</summary>
    /// <param name="config">Of the module.</param>
    public static TimeSpan? Read(RawJson config)
    {
        using var document = JsonDocument.Parse(config.Memory, JsonInput.StoredOptions);
        var minutes = document.RootElement.TryGetProperty("rematch_interval"u8, out var value) ? ReadMinutes(value) : DefaultMinutes;
        return minutes == 0 ? null : TimeSpan.FromMinutes(Math.Min(minutes, MaxMinutes));
    }

    // What cannot be used is no reason to let everybody meet again at once.
    private static long ReadMinutes(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => JsonInput.TextOf(value),
            _ => null,
        };
        return long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : DefaultMinutes;
    }
}
