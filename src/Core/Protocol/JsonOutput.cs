using System.Text.Json;

namespace Venueless.Fast.Core.Protocol;

/// <summary>How everything that leaves the server is written: compact, UTF-8, non-ASCII unescaped (connection.md section 3).</summary>
public static class JsonOutput
{
    /// <summary>Structure is proven by tests, so the writer does not check it again per message.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = WireEncoder.Instance,
        MaxDepth = 1024,
        SkipValidation = true,
    };

    /// <summary>
    /// Writes a timestamp in the wire form: UTC as <c>+00:00</c>, microseconds unless they are zero, <c>2024-05-01T08:15:30.000120+00:00</c>.
    /// </summary>
    public static void WriteTimestamp(this Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[40];
        json.WriteString(name, text[..FormatTimestamp(text, value)]);
    }

    /// <summary>Formats a timestamp into at least 32 bytes and returns the length.</summary>
    public static int FormatTimestamp(Span<byte> destination, DateTimeOffset value)
    {
        var utc = value.UtcDateTime;
        var format = utc.Ticks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond ? "yyyy-MM-dd'T'HH:mm:ss'+00:00'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'";
        utc.TryFormat(destination, out var written, format, System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Writes a property whose value is JSON text already.</summary>
    public static void WriteRaw(this Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }
}
