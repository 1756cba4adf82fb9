using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Venueless.Fast.Host.Http.Attendee;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Browser.Tests;

/// <summary>
/// Serves the real page and speaks just enough of the protocol for it. Tests script what a healthy server does rarely: refusals, silence,
/// pushes of other people.
/// </summary>
internal sealed partial class ScriptedServer : IAttendeeServer
{
    private readonly int _port = FreePort.Find();
    private readonly ConcurrentDictionary<ScriptedConnection, bool> _connections = new();
    private WebApplication? _application;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public ScriptedWorlds Worlds { get; } = new();

    public int PongsSent { get; private set; }

    /// <summary>Answer to <c>authenticate</c> instead of a login.</summary>
    public string? RefuseWith { get; set; }

    public bool AnswersPings { get; set; } = true;

    public bool AnswersLogins { get; set; } = true;

    /// <summary>Error codes by command: what is in here is refused and not carried out.</summary>
    public ConcurrentDictionary<string, string> Refusals { get; } = new();

    /// <summary>Commands that are swallowed: neither carried out nor answered.</summary>
    public ConcurrentDictionary<string, bool> Swallowed { get; } = new();

    /// <summary>The connection breaks right after the next command of that name was carried out, before its answer.</summary>
    public string? BreakAfter { get; set; }

    /// <summary>Reply of <c>room.enter</c>: who is there. Null is a visitor who may not see it.</summary>
    public JsonArray? Viewers { get; set; }

    /// <summary>Part of <c>authenticated</c>: channel to event id.</summary>
    public JsonObject ReadPointers { get; } = [];

    /// <summary>Everything received, as <c>name body</c>, in order of arrival.</summary>
    public ConcurrentQueue<(string Name, JsonNode? Body)> Received { get; } = new();

    public int ConnectionCount { get; private set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(Address.ToString());
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.UseWebSockets();
        application.MapAttendeePage(Worlds);
        application.Map("/ws/world/{id}/", AcceptAsync);
        await application.StartAsync();
        _application = application;
    }

    public async Task StopAsync()
    {
        if (_application is { } application)
        {
            _application = null;
            DropAll();
            await application.StopAsync();
            await application.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    public void DropAll()
    {
        foreach (var (connection, _) in _connections)
        {
            connection.Abort();
        }
    }

    /// <summary>Sends a message that no command asked for to everybody who is logged in.</summary>
    public async Task PushAsync(string name, JsonNode payload)
    {
        foreach (var (connection, _) in _connections)
        {
            if (connection.UserId is not null)
            {
                await connection.SendAsync(new JsonArray(name, payload.DeepClone()));
            }
        }
    }

    public IReadOnlyList<string> ReceivedNames() => [.. Received.Select(message => message.Name).Where(name => name is not ("ping" or "chat.mark_read" or "user.fetch"))];

    private async Task AcceptAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new ScriptedConnection(socket);
        ConnectionCount++;
        _connections[connection] = true;
        try
        {
            while (await connection.ReceiveAsync() is { } message)
            {
                await HandleAsync(connection, message);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser went away or the test dropped it.
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
