using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Venueless.Fast.Host.Configuration;

/// <summary>Where the server listens, written <c>[address:]port</c>: <c>8375</c>, <c>0.0.0.0:80</c>, <c>[::1]:8375</c>, <c>localhost:8375</c>.</summary>
internal static class ListenAddress
{
    /// <summary>Without any configuration: this machine only, because the sample world's administrator token is printed.</summary>
    public static readonly IPEndPoint QuickStart = new(IPAddress.Loopback, 8375);

    public static readonly IPEndPoint Development = new(IPAddress.Any, 8375);

    public static readonly IPEndPoint Container = new(IPAddress.Any, 80);

    public const string Expectation = "expected [address:]port, for example 8375, 0.0.0.0:8375 or [::1]:8375";

    /// <param name="text">The written address.</param>
    /// <param name="defaultAddress">Counts when only a port is given.</param>
    /// <param name="endpoint">The result; port 0 lets the system choose.</param>
    public static bool TryParse(string text, IPAddress defaultAddress, [NotNullWhen(true)] out IPEndPoint? endpoint)
    {
        endpoint = null;
        var colon = text.LastIndexOf(':');
        if (!ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || !TryParseAddress(colon < 0 ? null : text[..colon], defaultAddress, out var address))
        {
            return false;
        }

        endpoint = new IPEndPoint(address, port);
        return true;
    }

    private static bool TryParseAddress(string? text, IPAddress defaultAddress, [NotNullWhen(true)] out IPAddress? address)
    {
        switch (text)
        {
            case null:
                address = defaultAddress;
                return true;
            case "localhost":
                address = IPAddress.Loopback;
                return true;
        }

        // Brackets around IPv6 only: without them the last part of an address could be taken for the port.
        var isBracketed = text.StartsWith('[') && text.EndsWith(']');
        return IPAddress.TryParse(isBracketed ? text[1..^1] : text, out address)
            && isBracketed == (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            && (isBracketed || address.ToString() == text);
    }
}
