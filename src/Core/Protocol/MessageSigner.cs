using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Venueless.Fast.Core.Protocol;

/// <summary>
/// Gives messages to clients that only this installation can have made, for a limited time and one purpose. Readable by everybody, so no place for secrets.
/// Every node with the same installation secret understands them. Thread-safe.
/// </summary>
/// <remarks>Form: base64url of expiry (unix seconds, 8 bytes) and message, a dot, base64url of the HMAC-SHA256 of what stands before the dot.</remarks>
/// <param name="purpose">Messages of another purpose are not accepted.</param>
public sealed class MessageSigner(string installationSecret, string purpose, TimeProvider time)
{
    private readonly byte[] _key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(installationSecret), Encoding.UTF8.GetBytes(purpose));
    private readonly TimeProvider _time = time;

    /// <summary>Letters, digits, <c>-</c>, <c>_</c> and a dot: fits into a URL as it is.</summary>
    public string Sign(ReadOnlySpan<byte> message, TimeSpan lifetime)
    {
        var signed = new byte[sizeof(long) + message.Length];
        BinaryPrimitives.WriteInt64BigEndian(signed, (_time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        message.CopyTo(signed.AsSpan(sizeof(long)));
        var text = Base64Url.EncodeToString(signed);
        return $"{text}.{SignatureOf(text)}";
    }

    /// <summary>False when the message was not signed here for this purpose, or has expired.</summary>
    public bool TryOpen(string token, [NotNullWhen(true)] out byte[]? message)
    {
        message = null;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !IsSignature(token.AsSpan(dot + 1), token[..dot]))
        {
            return false;
        }

        // Whoever could sign it has also written what is in it.
        var signed = Base64Url.DecodeFromChars(token.AsSpan(0, dot));
        if (BinaryPrimitives.ReadInt64BigEndian(signed) <= _time.GetUtcNow().ToUnixTimeSeconds())
        {
            return false;
        }

        message = signed[sizeof(long)..];
        return true;
    }

    private bool IsSignature(ReadOnlySpan<char> text, string signed) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(text.ToString()), Encoding.UTF8.GetBytes(SignatureOf(signed)));

    private string SignatureOf(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
