using System.Text;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Tests.Protocol;

public sealed class JsonOutputTests
{
    [Theory]
    [InlineData("2024-05-01T08:15:30.000120Z", "2024-05-01T08:15:30.000120+00:00")]
    [InlineData("2024-05-01T10:15:30+02:00", "2024-05-01T08:15:30+00:00")]
    [InlineData("2024-05-01T08:15:30.5000009Z", "2024-05-01T08:15:30.500000+00:00")]
    [InlineData("2024-05-01T08:15:30.0000009Z", "2024-05-01T08:15:30+00:00")]
    public void FormatTimestamp_IsUtcWithMicrosecondsUnlessZero(string input, string expected)
    {
        Span<byte> text = stackalloc byte[32];

        var length = JsonOutput.FormatTimestamp(text, DateTimeOffset.Parse(input, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, Encoding.ASCII.GetString(text[..length]));
    }

    [Fact]
    public void Options_NonAscii_StaysUnescaped()
    {
        var buffer = MessageBuffer.Rent();
        buffer.Json.WriteStartArray();
        buffer.Json.WriteStringValue("é 👍🏽 <b> & \" \\ \u0001");
        buffer.Json.WriteStringValue("é 👍🏽 <b> & \" \\ \u0001"u8);
        buffer.Json.WriteStringValue("half \ud800");
        buffer.Json.WriteEndArray();
        buffer.Json.Flush();

        var text = Encoding.UTF8.GetString(buffer.Buffer.WrittenSpan);
        buffer.Return();

        Assert.Equal("[\"é 👍🏽 <b> & \\\" \\\\ \\u0001\",\"é 👍🏽 <b> & \\\" \\\\ \\u0001\",\"half \ufffd\"]", text);
    }
}
