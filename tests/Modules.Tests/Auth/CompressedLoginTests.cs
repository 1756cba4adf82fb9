using System.IO.Compression;
using System.Text;
using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>The world's part of <c>authenticated</c> is compressed once for all equal attendees, and a login runs no compressor.</summary>
public sealed class CompressedLoginTests
{
    private readonly TestNode _node = new();

    public CompressedLoginTests()
    {
        var rooms = Enumerable.Range(0, 60).Select(static number => Sample.Room(new RoomId(Guid.NewGuid()), $"Room {number}"));
        _node.Worlds.Put(Sample.World(), [.. rooms]);
    }

    [Fact]
    public async Task JoinStorm_OfEqualAttendees_CompressesTheWorldOnce()
    {
        for (var guest = 0; guest < 100; guest++)
        {
            var (plain, compressed) = await LogInAsync($"guest-{guest}", threshold: 1024);

            // Stored blocks around the shared part: the first byte of the payload begins one.
            Assert.Equal(0, compressed[0]);
            Assert.InRange(compressed.Length, 1, plain.Length / 3);
            Assert.Equal(plain, Inflate(compressed));
        }

        Assert.Equal(1, _node.WorldConfig.Compressions);
    }

    [Fact]
    public async Task Login_WithoutCompression_PreparesNone()
    {
        var (plain, compressed) = await LogInAsync("guest", threshold: int.MaxValue);

        Assert.NotEmpty(plain);
        Assert.Empty(compressed);
        Assert.Equal(0, _node.WorldConfig.Compressions);
    }

    private async Task<(string Plain, byte[] Compressed)> LogInAsync(string guest, int threshold)
    {
        var client = await _node.ConnectAsync();
        client.Connection.Threshold = threshold;
        var plain = "";
        byte[] compressed = [];
        client.Connection.OnFrame = frame =>
        {
            // Only what is there already: nothing is compressed for the test.
            plain = Encoding.UTF8.GetString(frame.Payload);
            compressed = frame.HasCompressedForm ? frame.CompressedForm().Payload.ToArray() : [];
        };

        Assert.Equal("authenticated", (string?)(await client.AskAsync($$"""["authenticate",{"client_id":"{{guest}}"}]"""))[0]);
        return (plain, compressed);
    }

    private static string Inflate(byte[] payload)
    {
        using var stream = new DeflateStream(new MemoryStream([.. payload, 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
