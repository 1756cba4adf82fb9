using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Venueless.Fast.Core.Domain.Staff;

/// <summary>
/// The stored form of staff passwords (schema.md section 3.5): <c>pbkdf2_sha256$&lt;iterations&gt;$&lt;salt&gt;$&lt;base64&gt;</c>. Hashing and checking take a
/// core some hundred milliseconds, which is their purpose: not for a thread that others wait for.
/// </summary>
public static class StaffPassword
{
    /// <summary>Of new passwords; what the reference server writes.</summary>
    public const int Iterations = 600_000;

    private const string Algorithm = "pbkdf2_sha256";
    private const int SaltLength = 22;
    private const int UnusableLength = 40;
    private const int HashBytes = 32;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>With a fresh salt.</summary>
    public static string Hash(string password) => Hash(password, RandomNumberGenerator.GetString(Alphabet, SaltLength), Iterations);

    /// <summary>A stored form that no password matches.</summary>
    public static string Unusable() => $"!{RandomNumberGenerator.GetString(Alphabet, UnusableLength)}";

    /// <summary>Whether the password is the stored one, with any number of iterations; compares in constant time. What is stored in no known form matches nothing.</summary>
    public static bool Verify(string password, string stored)
    {
        if (!TryParse(stored, out var iterations, out var salt, out var hash))
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HashBytes];
        return Convert.TryFromBase64Chars(hash, expected, out var length) && length == HashBytes
            && CryptographicOperations.FixedTimeEquals(expected, Derive(password, salt.ToString(), iterations));
    }

    /// <summary>Whether a password that was just verified is to be stored anew: it has fewer iterations than new ones. Never the other way round.</summary>
    public static bool NeedsRehash(string stored) => TryParse(stored, out var iterations, out _, out _) && iterations < Iterations;

    internal static string Hash(string password, string salt, int iterations) =>
        string.Create(CultureInfo.InvariantCulture, $"{Algorithm}${iterations}${salt}${Convert.ToBase64String(Derive(password, salt, iterations))}");

    // The salt is text that nobody decodes.
    private static byte[] Derive(string password, string salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt), iterations, HashAlgorithmName.SHA256, HashBytes);

    private static bool TryParse(string stored, out int iterations, out ReadOnlySpan<char> salt, out ReadOnlySpan<char> hash)
    {
        iterations = 0;
        salt = default;
        hash = default;
        var text = stored.AsSpan();
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, '$') != 4 || !text[parts[0]].SequenceEqual(Algorithm)
            || !int.TryParse(text[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out iterations) || iterations < 1)
        {
            return false;
        }

        salt = text[parts[2]];
        hash = text[parts[3]];
        return true;
    }
}
