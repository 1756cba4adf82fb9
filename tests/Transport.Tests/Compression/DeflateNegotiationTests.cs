using System.Text;
using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Compression;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>Which offers of RFC 7692 section 7.1 are accepted, and what is answered. A bar separates header lines.</summary>
public sealed class DeflateNegotiationTests
{
    private const string Accepted = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private const string AcceptedWithWindow = Accepted + "; server_max_window_bits=15";

    [Theory]
    // Chrome and Edge, Firefox, Safari, and what clients of other languages send.
    [InlineData("permessage-deflate; client_max_window_bits", Accepted)]
    [InlineData("permessage-deflate", Accepted)]
    [InlineData("permessage-deflate; client_max_window_bits; server_no_context_takeover; client_no_context_takeover", Accepted)]
    [InlineData("permessage-deflate; client_no_context_takeover; client_max_window_bits=15; server_max_window_bits=15", AcceptedWithWindow + "; client_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=12; client_max_window_bits=12", "")]
    // The first acceptable offer counts, wherever it stands.
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate", Accepted)]
    [InlineData("permessage-deflate; server_max_window_bits=10 , permessage-deflate; server_max_window_bits=15", AcceptedWithWindow)]
    [InlineData("permessage-deflate; server_max_window_bits=15, permessage-deflate", AcceptedWithWindow)]
    [InlineData("permessage-deflate, permessage-deflate; server_max_window_bits=15", Accepted)]
    [InlineData("permessage-deflate; server_max_window_bits=9|permessage-deflate; client_max_window_bits", Accepted)]
    [InlineData("x-webkit-deflate-frame, permessage-deflate", Accepted)]
    [InlineData("foo; bar=\"baz\"; qux, permessage-bzip2; level=9, permessage-deflate", Accepted)]
    [InlineData("|, ,permessage-deflate,|,", Accepted)]
    [InlineData("permessage-deflate ;\t client_max_window_bits=\"8\" ", Accepted + "; client_max_window_bits=8")]
    [InlineData("permessage-deflate; client_max_window_bits=\"1\\0\"", Accepted + "; client_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=\"15\"", AcceptedWithWindow)]
    // Declined: unknown, repeated and invalid parameters.
    [InlineData("", "")]
    [InlineData("permessage-bzip2", "")]
    [InlineData("x-webkit-deflate-frame", "")]
    [InlineData("permessage-deflate-2", "")]
    [InlineData("permessage-deflate; memory_level=9", "")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover", "")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits=10", "")]
    [InlineData("permessage-deflate; server_no_context_takeover=1", "")]
    [InlineData("permessage-deflate; client_no_context_takeover=\"true\"", "")]
    [InlineData("permessage-deflate; server_max_window_bits", "")]
    [InlineData("permessage-deflate; server_max_window_bits=14", "")]
    [InlineData("permessage-deflate; server_max_window_bits=16", "")]
    [InlineData("permessage-deflate; server_max_window_bits=015", "")]
    [InlineData("permessage-deflate; client_max_window_bits=7", "")]
    [InlineData("permessage-deflate; client_max_window_bits=08", "")]
    [InlineData("permessage-deflate; client_max_window_bits=150", "")]
    [InlineData("permessage-deflate; client_max_window_bits=99999999999999999999", "")]
    [InlineData("permessage-deflate; client_max_window_bits=x", "")]
    // Against the grammar: nothing of the header counts.
    [InlineData("permessage-deflate; client_max_window_bits=", "")]
    [InlineData("permessage-deflate; client_max_window_bits=\"\"", "")]
    [InlineData("permessage-deflate; client_max_window_bits=\"1 0\"", "")]
    [InlineData("permessage-deflate; client_max_window_bits=\"10", "")]
    [InlineData("permessage-deflate; client_max_window_bits=\"10\\", "")]
    [InlineData("permessage-deflate;", "")]
    [InlineData("permessage-deflate; ;", "")]
    [InlineData("permessage-deflate, ;", "")]
    [InlineData("permessage-deflate permessage-deflate", "")]
    [InlineData("permessage-deflate|perm@ssage", "")]
    [InlineData("=1, permessage-deflate", "")]
    public void Offer_IsAnsweredWith(string lines, string answer)
    {
        var negotiation = default(DeflateNegotiation);

        foreach (var line in lines.Split('|'))
        {
            negotiation.Add(Encoding.ASCII.GetBytes(line));
        }

        Assert.Equal(answer, negotiation.Answer ?? "");
        Assert.Equal(answer.Length > 0, negotiation.IsAccepted);
    }

    [Theory]
    [InlineData(true, true, "permessage-deflate; client_max_window_bits\r\n", Accepted)]
    [InlineData(false, true, "permessage-deflate; client_max_window_bits\r\n", Accepted)]
    [InlineData(true, true, "foo\r\nSEC-WEBSOCKET-EXTENSIONS: permessage-deflate; server_max_window_bits=15\r\n", AcceptedWithWindow)]
    [InlineData(false, true, "foo\r\nSEC-WEBSOCKET-EXTENSIONS: permessage-deflate; server_max_window_bits=15\r\n", AcceptedWithWindow)]
    [InlineData(true, true, "permessage-deflate; server_max_window_bits=8\r\n", null)]
    [InlineData(false, true, "permessage-deflate; server_max_window_bits=8\r\n", null)]
    [InlineData(true, false, "permessage-deflate\r\n", null)]
    [InlineData(false, false, "permessage-deflate\r\n", null)]
    public async Task Handshake_OnBothWays_AnswersTheSame(bool hasRawPath, bool usesCompression, string value, string? answer)
    {
        await using var host = await TestHost.StartAsync(options => options.UsesCompression = usesCompression, hasRawPath: hasRawPath);

        await using var client = await WireClient.ConnectAsync(host.Port, "/ws/echo", "Sec-WebSocket-Extensions: " + value);

        var line = client.ResponseHead.Split("\r\n").SingleOrDefault(static line => line.StartsWith("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(answer is null ? null : $"Sec-WebSocket-Extensions: {answer}", line);
        var text = Deflated.Json(4000);
        await client.SendTextAsync(text);
        var echo = await client.ReceiveFrameAsync();
        Assert.Equal(answer is null ? 0 : 4, echo.ReservedBits);
        Assert.Equal(text, Encoding.UTF8.GetString(answer is null ? echo.Payload : Deflated.Decode(echo.Payload)));
    }
}
