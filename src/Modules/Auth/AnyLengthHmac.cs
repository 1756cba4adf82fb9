using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Venueless.Fast.Modules.Auth;

/// <summary>
/// HS256 with a secret of any length. The token library refuses keys below 16 bytes by itself, and existing worlds have such secrets
/// (auth-and-users.md section 2), so it is given this signature and keeps everything else.
/// </summary>
internal sealed class AnyLengthHmac : SignatureProvider, ICryptoProvider
{
    private readonly byte[] _secret;

    private AnyLengthHmac(byte[] secret)
        : base(new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256)
    {
        _secret = secret;
    }

    /// <summary>Credentials that sign with the UTF-8 bytes of the secret.</summary>
    public static SigningCredentials CredentialsFor(string secret)
    {
        var hmac = new AnyLengthHmac(Encoding.UTF8.GetBytes(secret));
        return new SigningCredentials(hmac.Key, SecurityAlgorithms.HmacSha256)
        {
            CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = hmac, CacheSignatureProviders = false },
        };
    }

    /// <summary>Whether the signature was made with this secret; takes the same time whatever differs.</summary>
    public static bool IsSignedWith(string secret, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed), signature);

    public override byte[] Sign(byte[] input) => HMACSHA256.HashData(_secret, input);

    public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten) =>
        HMACSHA256.TryHashData(_secret, data, destination, out bytesWritten);

    public override bool Verify(byte[] input, byte[] signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret, input), signature);

    public bool IsSupportedAlgorithm(string algorithm, params object[] args) => algorithm == SecurityAlgorithms.HmacSha256;

    public object Create(string algorithm, params object[] args) => this;

    public void Release(object cryptoInstance)
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
