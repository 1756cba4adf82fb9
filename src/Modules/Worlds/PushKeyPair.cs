using System.Buffers.Text;
using System.Security.Cryptography;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>A world's key pair for web push: NIST P-256, both halves as PEM (world.md section 1).</summary>
/// <param name="PrivateKey">PKCS#8 without password.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
public sealed record PushKeyPair(string PrivateKey, string PublicKey)
{
    /// <summary>Makes a new pair.</summary>
    public static PushKeyPair Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new PushKeyPair(key.ExportPkcs8PrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>Never prints the private key: records end up in logs.</summary>
    public override string ToString() => "PushKeyPair";

    /// <summary>
    /// What browsers want: the uncompressed point (0x04, x, y; 65 bytes) as base64url without padding, 87 characters. Null for what is not a P-256 key.
    /// </summary>
    internal static string? EncodePoint(string pem)
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
