using System.Security.Cryptography;

namespace Venueless.Fast.Core.Domain;

/// <summary>A world's web-push key pair (curve P-256) in the stored form: PEM with a final newline (schema.md section 3.1).</summary>
/// <param name="PrivateKey">PKCS#8.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo.</param>
public sealed record VapidKeys(string PrivateKey, string PublicKey)
{
    public static VapidKeys Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new VapidKeys(key.ExportPkcs8PrivateKeyPem() + "\n", key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    /// <summary>Never prints the private key: records end up in logs.</summary>
    public override string ToString() => "VapidKeys";
}
