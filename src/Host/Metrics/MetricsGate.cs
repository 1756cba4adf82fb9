using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Metrics;

/// <summary>Who may read <c>/metrics</c> (docs/metrics.md). Thread-safe.</summary>
/// <remarks>
/// With a token: whoever has it. Without one: who comes from this machine or a private network, directly. Behind a proxy everybody seems to come from there, so what a
/// proxy leaves in a request counts as well: its headers, and the event's domain as the host. To others the page does not exist.
/// </remarks>
internal sealed class MetricsGate(Secret token)
{
    private const string Scheme = "Bearer ";

    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    private readonly byte[] _token = Encoding.UTF8.GetBytes(token.Value ?? "");

    public Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (MayRead(context.Request, context.Connection.RemoteIpAddress))
        {
            return next(context);
        }

        context.Response.StatusCode = _token.Length > 0 ? StatusCodes.Status401Unauthorized : StatusCodes.Status404NotFound;
        if (_token.Length > 0)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return Task.CompletedTask;
    }

    internal bool MayRead(HttpRequest request, IPAddress? from) => _token.Length > 0
        ? HasToken(request.Headers.Authorization)
        : from is not null && IsNear(from) && !Array.Exists(ProxyHeaders, request.Headers.ContainsKey) && !IsPublicName(request.Host.Host);

    private bool HasToken(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), _token);

    // RFC 1918, link-local, unique local addresses, and this machine.
    private static bool IsNear(IPAddress address)
    {
        var from = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(from))
        {
            return true;
        }

        if (from.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return from.IsIPv6LinkLocal || from.IsIPv6UniqueLocal;
        }

        return from.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..];
    }

    // Names of the public net have a dot; names of containers and of this machine need none.
    private static bool IsPublicName(string host) => host.Contains('.', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _);
}
