using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Venueless.Fast.Transport.Tests.Hosting;

/// <summary>A certificate for localhost that nobody trusts.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
