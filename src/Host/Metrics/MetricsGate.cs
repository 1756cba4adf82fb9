using System.Net;
using System.Security.Cryptography;
using System.Text;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Metrics;

/// <summary>Who may read <c>/metrics</c> (docs/metrics.md). Thread-safe.</summary>
/// <remarks>
/// With a token: whoever has it. Without one: who comes from this machine, directly. Behind a proxy on this machine everybody seems to come from there, so what a proxy
/// leaves in a request counts as well: its headers, and a host that is not this machine. To others the page does not exist.
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
        : from is not null && IsThisMachine(from) && IsThisMachine(request.Host.Host) && !Array.Exists(ProxyHeaders, request.Headers.ContainsKey);

    private bool HasToken(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), _token);

    private static bool IsThisMachine(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsThisMachine(address));
}
