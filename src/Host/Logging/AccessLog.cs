using System.Text;

namespace Venueless.Fast.Host.Logging;

/// <summary>A line per HTTP request: host, request line, status, bytes (operations.md section 2.2). Never the client's address, never what opens a world.</summary>
/// <remarks>Off by default. Websockets are no requests of this pipeline; their connections are in the log at debug level.</remarks>
internal sealed class AccessLog(RequestDelegate next, ILogger<AccessLog> logger)
{
    private const string ShortLogin = "/login/";

    private static readonly string[] SecretParameters = ["token", "data", "control_token"];

    private readonly RequestDelegate _next = next;
    private readonly ILogger _logger = logger;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await _next(context);
        }
        finally
        {
            var (request, response) = (context.Request, context.Response);
            AccessLogMessages.Request(
                _logger, request.Host.Value ?? "-", request.Method, PathOf(request), QueryOf(request.QueryString.Value), request.Protocol, response.StatusCode, response.ContentLength ?? 0);
        }
    }

    /// <summary>The path as it was sent; the code of a short login is a token.</summary>
    public static string PathOf(HttpRequest request) =>
        request.Path.StartsWithSegments(ShortLogin.TrimEnd('/'), StringComparison.OrdinalIgnoreCase) ? ShortLogin + "-" : request.Path.ToUriComponent();

    /// <summary>A query without the parameters that are secrets; empty, or beginning with a question mark.</summary>
    internal static string QueryOf(string? query)
    {
        var kept = new StringBuilder();
        foreach (var part in (query ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            // The framework reads a name in any form, so that all forms of a secret's name are one.
            var name = Uri.UnescapeDataString(part.Split('=', 2)[0].Replace('+', ' ')).Trim();
            if (!SecretParameters.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(part);
            }
        }

        return kept.ToString();
    }
}
