using System.Security.Cryptography;
using System.Text;

namespace Venueless.Fast.Modules.Calls.BigBlueButton;

/// <summary>Addresses of requests to BigBlueButton, signed with the server's secret (calls.md section A4).</summary>
public static class SignedRequest
{
    /// <summary>The address relative to the server's, which needs its slash at the end.</summary>
    /// <param name="parameters">Sent in this order.</param>
    public static string Create(string operation, IEnumerable<KeyValuePair<string, string>> parameters, string secret)
    {
        var query = string.Join('&', parameters.Select(static parameter => $"{Encode(parameter.Key)}={Encode(parameter.Value)}"));
#pragma warning disable CA5350 // What the servers ask for.
        var checksum = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(operation + query + secret)));
#pragma warning restore CA5350
        return $"api/{operation}?{query}&checksum={checksum}";
    }

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
