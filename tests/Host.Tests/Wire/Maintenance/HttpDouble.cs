using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire.Maintenance;

/// <summary>Somebody else's HTTP server, on a real port; the test says what it answers.</summary>
internal sealed class HttpDouble : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<string, (int Status, string Body)> _answer;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _serving;

    /// <param name="answer">Of method and address with query, as in <c>GET /a?b</c>.</param>
    public HttpDouble(Func<string, (int Status, string Body)> answer)
    {
        _answer = answer;
        Url = $"http://127.0.0.1:{FreePort.Find()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>All so far, in order.</summary>
    public string[] Requests => [.. _requests];

    /// <summary>The <c>Authorization</c> of the last one.</summary>
    public string? Authorization { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
#pragma warning disable VSTHRD003 // Begun by the constructor.
        await _serving;
#pragma warning restore VSTHRD003
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var request = $"{context.Request.HttpMethod} {context.Request.RawUrl}";
            _requests.Enqueue(request);
            Authorization = context.Request.Headers["Authorization"];
            var (status, body) = _answer(request);
            try
            {
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(status == 204 ? [] : Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Who has asked is gone: a server that stops.
            }
        }
    }
}
