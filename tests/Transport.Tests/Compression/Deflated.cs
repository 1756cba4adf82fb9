using System.IO.Compression;
using System.Text;

namespace Venueless.Fast.Transport.Tests.Compression;

/// <summary>Payloads of compressed messages as RFC 7692 section 7.2 makes and reads them, by other code than the server's.</summary>
internal static class Deflated
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF];

    public static byte[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public static byte[] Encode(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            // A flush without data writes nothing.
            return [0x00];
        }

        using var output = new MemoryStream();
        using (var stream = new DeflateStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(bytes);
            stream.Flush();
            var whole = output.ToArray();
            Assert.Equal(Tail, whole[^4..]);
            return whole[..^4];
        }
    }

    /// <summary>One stream that ends with a block with BFINAL, as senders without a flush make it, without the padding byte behind it.</summary>
    public static byte[] EncodeFinal(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var stream = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return output.ToArray();
    }

    public static byte[] Decode(ReadOnlySpan<byte> payload)
    {
        using var stream = new DeflateStream(new MemoryStream([.. payload, .. Tail]), CompressionMode.Decompress);
        using var output = new MemoryStream();
        stream.CopyTo(output);
        return output.ToArray();
    }

    /// <summary>Text that compresses well, as JSON does.</summary>
    public static string Json(int bytes) => string.Concat(Enumerable.Range(0, (bytes / 40) + 1).Select(static i => $"{{\"id\":{i,6},\"permissions\":\"room:view\"}},"))[..bytes];
}
