using Venueless.Fast.Testing;
using Venueless.Fast.Transport.Tests.Hosting;

namespace Venueless.Fast.Transport.Tests.WebSockets;

/// <summary>Hostile bytes against the live server: it must answer with a close frame or the end, and go on serving others. Seeds are fixed.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomFrames_NeverHurtTheServer(int seed)
    {
        var random = new Random(seed);
        await using var host = await TestHost.StartAsync();
        for (var round = 0; round < 40; round++)
        {
            var client = await host.ConnectAsync();
            try
            {
                for (var i = 0; i < 20; i++)
                {
                    await client.SendBytesAsync(RandomFrame(random));
                }

                if (random.Next(3) == 0)
                {
                    client.Reset();
                }
            }
            catch (IOException)
            {
                // The server may end the connection at any point.
            }

            await client.DisposeAsync();
        }

        await using var healthy = await host.ConnectAsync();
        await healthy.SendTextAsync("alive");
        Assert.Equal("alive", await healthy.ReceiveTextAsync());
        Assert.DoesNotContain(host.Logger.Entries, static entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task RandomHeads_NeverHurtTheServer()
    {
        var random = new Random(4);
        await using var host = await TestHost.StartAsync();
        for (var round = 0; round < 100; round++)
        {
            var head = System.Text.Encoding.ASCII.GetBytes(WireClient.Request("/ws/echo"));
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                head[random.Next(8, head.Length - 4)] = (byte)random.Next(256);
            }

            await using var client = await WireClient.ConnectRawAsync(host.Port);
            await client.SendBytesAsync(head);
            Assert.StartsWith("HTTP/1.1 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(host.Logger.Entries, static entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    private static byte[] RandomFrame(Random random)
    {
        var payload = new byte[random.Next(5) switch { 0 => 0, 1 => random.Next(126), 2 => random.Next(200), 3 => random.Next(2000), _ => random.Next(70_000) }];
        if (random.Next(2) == 0)
        {
            Array.Fill(payload, (byte)'a');
        }
        else
        {
            random.NextBytes(payload);
        }

        var opcode = random.Next(10) == 0 ? random.Next(16) : random.GetItems([0, 1, 1, 2, 2, 9, 10], 1)[0];
        var frame = ClientFrame.Encode(opcode, payload, isFinal: random.Next(4) != 0, reservedBits: random.Next(20) == 0 ? random.Next(8) : 0, isMasked: random.Next(20) != 0);
        if (random.Next(10) == 0)
        {
            frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(20) == 0 ? frame[..random.Next(frame.Length)] : frame;
    }
}
