using System.Globalization;

namespace Venueless.Fast.Modules.Announcements;

/// <summary>Reads <c>show_until</c> (announcements.md section 2): ISO 8601; without an offset it is the wall clock of Europe/Berlin, a bare date its midnight.</summary>
internal static class AnnouncementTime
{
    // Date, and optionally a time to the minute, the second or a fraction of it. K: an offset, Z or nothing.
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyyMMdd",
        .. from date in new[] { "yyyy-MM-dd", "yyyyMMdd" }
           from separator in new[] { "'T'", "' '" }
           from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "HHmm", "HHmmss", "HHmmss.FFFFFFF" }
           select $"{date}{separator}{time}K",
    ];

    // Not the system's zone of that name: which zones it knows depends on what is installed.
    private static readonly TimeZoneInfo Berlin = CreateBerlin();

    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        text = Normalize(text);

        // An offset becomes UTC; without one the kind stays unspecified.
        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read)
            && TryConvert(read, out time);
    }

    private static bool TryConvert(DateTime read, out DateTimeOffset time)
    {
        var offset = read.Kind == DateTimeKind.Utc ? TimeSpan.Zero : OffsetAt(read);
        var isInRange = read.Ticks >= offset.Ticks;
        time = isInRange ? new DateTimeOffset(read.Ticks - offset.Ticks, TimeSpan.Zero) : default;
        return isInRange;
    }

    // The hour that comes twice in autumn is taken the first time.
    private static TimeSpan OffsetAt(DateTime local) => Berlin.IsAmbiguousTime(local) ? Berlin.GetAmbiguousTimeOffsets(local).Max() : Berlin.GetUtcOffset(local);

    // What the formats do not say: lower case letters, a comma before the fraction, an offset without a colon or without minutes.
    private static string Normalize(string text)
    {
        text = text.Trim().ToUpperInvariant().Replace(',', '.');
        var sign = text.LastIndexOfAny(['+', '-']);
        var start = text.IndexOfAny(['T', ' ']);
        return start < 0 || sign < start ? text
            : (text.Length - sign) switch
            {
                3 => $"{text}:00",
                5 => text.Insert(sign + 3, ":"),
                _ => text,
            };
    }

    private static TimeZoneInfo CreateBerlin()
    {
        var spring = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var autumn = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn);
        return TimeZoneInfo.CreateCustomTimeZone("Europe/Berlin", TimeSpan.FromHours(1), null, null, null, [summer]);
    }
}
