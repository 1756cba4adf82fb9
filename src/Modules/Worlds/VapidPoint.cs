using System.Buffers.Text;
using System.Security.Cryptography;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The public key for web push in the form that browsers want.</summary>
internal static class VapidPoint
{
    /// <summary>
    /// The uncompressed point (0x04, x, y; 65 bytes) as base64url without padding, 87 characters. Null for what is not a P-256 key.
    /// </summary>
    internal static string? Encode(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            if (point is not { X.Length: 32, Y.Length: 32 })
            {
                return null;
            }

            return Base64Url.EncodeToString([0x04, .. point.X, .. point.Y]);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
