using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Server;

/// <summary><c>/healthcheck/</c>: http.md section 9.1.</summary>
internal sealed class HealthCheck(IEnumerable<HealthPart> parts, Lifecycle lifecycle, ILogger<HealthCheck> logger)
{
    // The specified limit is 5 s for the answer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly HealthPart[] _parts = [.. parts];
    private readonly Lifecycle _lifecycle = lifecycle;
    private readonly ILogger _logger = logger;

    public async Task AnswerAsync(HttpContext context)
    {
        var problem = await FindProblemAsync(context.RequestAborted);
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var text = problem ?? "OK";
        context.Response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
    }

    /// <summary>One word for what is wrong; null: healthy.</summary>
    internal async Task<string?> FindProblemAsync(CancellationToken cancellation)
    {
        if (_lifecycle.IsDraining)
        {
            return "stopping";
        }

        // At the same time: together they have the time of one.
        var problems = await Task.WhenAll(_parts.Select(part => FindProblemAsync(part, cancellation)));
        return problems.FirstOrDefault(problem => problem is not null);
    }

    private async Task<string?> FindProblemAsync(HealthPart part, CancellationToken cancellation)
    {
        try
        {
            await part.Health.CheckAsync(cancellation).WaitAsync(Limit, TimeProvider.System, cancellation);
            return null;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            ServerLog.Unhealthy(_logger, exception.Message);
            return part.Name;
        }
    }
}
