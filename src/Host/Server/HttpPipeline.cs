using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Host.Http.Attendee;
using Venueless.Fast.Host.Logging;
using Venueless.Fast.Host.Metrics;
using Venueless.Fast.Host.Profiling;

namespace Venueless.Fast.Host.Server;

/// <summary>What plain HTTP requests go through (http.md sections 1 and 9).</summary>
internal static class HttpPipeline
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void UseVenueless(this WebApplication app)
    {
        var lifecycle = app.Services.GetRequiredService<Lifecycle>();
        var health = ActivatorUtilities.CreateInstance<HealthCheck>(app.Services);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpPipeline).FullName!);
        if (app.Services.GetService<CpuProfile>() is { } profile)
        {
            app.UseProfile(profile);
        }

        if (app.Services.GetRequiredService<ServerSettings>().Operation.HasAccessLog)
        {
            app.UseMiddleware<AccessLog>();
        }

        app.Use(next => context => AnswerAsync(context, next, logger));
        app.Use(next => context =>
            lifecycle.IsDraining && context.Request.Path != "/healthcheck/" ? RefuseAsync(context) : next(context));
        app.UseMiddleware<WebSocketUpgradeMiddleware>();
        app.UseRouting();
        app.MapMetrics();
        app.MapMethods("/healthcheck/", Reading, health.AnswerAsync);
        app.MapMethods("/login/{code:regex(^[A-Za-z0-9]+$)}", Reading, ActivatorUtilities.CreateInstance<ShortLogin>(app.Services).AnswerAsync);
        app.MapAttendeePage(app.Services.GetRequiredService<WorldByHost>());
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        AddHeaders(context.Response.Headers);
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            var isStoreAway = exception is Core.Ports.StoreUnavailableException;
            if (!isStoreAway)
            {
                ServerLog.RequestFailed(logger, context.Request.Method, AccessLog.PathOf(context.Request), exception);
            }

            context.Response.Clear();
            AddHeaders(context.Response.Headers);
            context.Response.StatusCode = isStoreAway ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
        }
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.Vary = "Origin";
    }

    // The load balancer has taken the node out or is about to; the client finds another one, or this one after the restart.
    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
