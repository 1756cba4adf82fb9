using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Connections;

/// <summary>
/// Websocket requests that reach HTTP: on a connection that carried ordinary requests before (a proxy with upstream keep-alive), with
/// another method than GET, with an absolute target, or byte by byte. Same checks and same connection code as on the raw path.
/// </summary>
internal sealed class WebSocketUpgradeMiddleware
{
    private readonly RequestDelegate _next;
    private readonly WebSocketServer _server;

    public WebSocketUpgradeMiddleware(RequestDelegate next, WebSocketServer server)
    {
        _next = next;
        _server = server;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var target = WebSocketServer.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return target.StartsWith(_server.PathPrefix, StringComparison.Ordinal) ? UpgradeAsync(context, target) : _next(context);
    }

    private async Task UpgradeAsync(HttpContext context, string target)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var decision = _server.CheckUpgrade(context.Request.Method, target, HeaderLines(context.Request.Headers));
        if (decision.StatusCode != StatusCodes.Status101SwitchingProtocols || upgrade is not { IsUpgradableRequest: true })
        {
            await RefuseAsync(context.Response, decision);
            return;
        }

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = decision.AcceptKey;
        if (decision.Extensions is { } extensions)
        {
            context.Response.Headers.SecWebSocketExtensions = extensions;
        }

        var stream = await upgrade.UpgradeAsync();
        var pipe = new DuplexPipe(
            PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
        try
        {
            await _server.RunUpgradedAsync(
                pipe,
                decision,
                context.Abort,
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default,
                context.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? default);
        }
        finally
        {
            await pipe.Input.CompleteAsync();
            // A no-op after an orderly end; after an abort the exception keeps the writer from flushing what is left.
            await pipe.Output.CompleteAsync(new ConnectionAbortedException());
        }
    }

    private static async Task RefuseAsync(HttpResponse response, UpgradeDecision decision)
    {
        // An acceptable request on a connection that cannot be upgraded (HTTP/2) needs HTTP/1.1 as well.
        var statusCode = decision.Path is null ? decision.StatusCode : StatusCodes.Status426UpgradeRequired;
        response.StatusCode = statusCode;
        switch (statusCode)
        {
            case StatusCodes.Status405MethodNotAllowed:
                response.Headers.Allow = HttpMethods.Get;
                break;
            case StatusCodes.Status426UpgradeRequired when HttpProtocol.IsHttp11(response.HttpContext.Request.Protocol):
                response.Headers.Connection = HeaderNames.Upgrade;
                response.Headers.Upgrade = "websocket";
                response.Headers.SecWebSocketVersion = "13";
                break;
        }

        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = decision.Text.Length;
        if (response.ContentLength > 0)
        {
            await response.WriteAsync(decision.Text, response.HttpContext.RequestAborted);
        }
    }

    // Cold: one iterator per upgrade attempt.
    private static IEnumerable<KeyValuePair<string, string>> HeaderLines(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                yield return new(name, value ?? "");
            }
        }
    }
}
