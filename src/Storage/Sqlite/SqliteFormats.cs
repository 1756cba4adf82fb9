using System.Globalization;
using System.Text.Json;

namespace Venueless.Fast.Storage.Sqlite;

/// <summary>
/// Value formats of the SQLite schema: uuid is lower-case text with dashes, timestamptz is <c>2026-03-01 17:04:05.123456+00:00</c> (always UTC and six digits, so
/// that text order is time order), jsonb is JSON text, arrays are JSON text, boolean is 0 or 1.
/// </summary>
internal static class SqliteFormats
{
    private const string Offset = "+00:00";

    private const int DateLength = 10;

    // Up to the sixth digit behind the second.
    private const int RoundTripLength = 26;

    // The round-trip format has a path of its own in the framework, and differs in one character and in what follows the sixth digit.
    public static string Time(DateTimeOffset value) => string.Create(RoundTripLength + Offset.Length, value.UtcDateTime, static (text, time) =>
    {
        Span<char> roundTrip = stackalloc char[RoundTripLength + 2];
        time.TryFormat(roundTrip, out _, "O", CultureInfo.InvariantCulture);
        roundTrip[..RoundTripLength].CopyTo(text);
        text[DateLength] = ' ';
        Offset.CopyTo(text[RoundTripLength..]);
    });

    // Rows edited by hand may lack the fraction or the offset: the lenient parser takes every ISO form, UTC if nothing else is said.
    public static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static string List(string[] values) => JsonSerializer.Serialize(values);

    public static string[] ParseList(string text) => JsonSerializer.Deserialize<string[]>(text) ?? [];

    public static string List(Guid[] ids) => JsonSerializer.Serialize(ids);
}
