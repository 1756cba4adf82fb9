using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Server;

public sealed class VenuelessServerTests : IAsyncLifetime
{
    private ServerFixture _fixture = null!;

    public async Task InitializeAsync() => _fixture = await ServerFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("localhost:8375", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:8375", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:9000", HttpStatusCode.OK)]
    [InlineData("events.example.org", HttpStatusCode.NotFound)]
    public async Task Page_Host_FindsTheWorld(string host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = host;

        using var response = await _fixture.Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task HealthCheck_AnyHost_IsOk()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthcheck/");
        request.Headers.Host = "nowhere.example";

        using var response = await _fixture.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("OK", await response.Content.ReadAsStringAsync());
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Login_Code_RedirectsToTheTokenOrSaysThatItIsWrong()
    {
        await _fixture.Server.Stores.ShortTokens.AddAsync(new WorldId("lighthouse"), "Code123", "a.b.c", DateTimeOffset.UnixEpoch);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = _fixture.Http.BaseAddress };

        using var known = await http.GetAsync(new Uri("/login/Code123", UriKind.Relative));
        using var unknown = await http.GetAsync(new Uri("/login/Code124", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Redirect, known.StatusCode);
        Assert.Equal("/#token=a.b.c", known.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, unknown.StatusCode);
        Assert.Equal("text/html", unknown.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Websocket_Guest_LogsIn()
    {
        await using var client = await _fixture.ConnectAsync();

        await client.SendTextAsync("""["authenticate",{"client_id":"b1a4ae1c-6f0c-4b5e-9f5e-4f0f6b1b2a01"}]""");

        Assert.StartsWith("[\"authenticated\",{", await client.ReceiveTextAsync("authenticated"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Websocket_UnknownWorld_GetsErrorAndClose()
    {
        await using var client = await _fixture.ConnectAsync("nowhere");

        Assert.Equal("""["error",{"code":"world.unknown_world"}]""", await client.ReceiveTextAsync());
        Assert.Equal(1000, await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Websocket_LargestMessage_PassesThroughSmallReadBuffers()
    {
        // The framework's 1 MiB per connection is what a stranger could fill while his reading pauses.
        var sockets = _fixture.Server.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value;
        Assert.Equal(64 * 1024, sockets.MaxReadBufferSize);
        await using var client = await _fixture.ConnectAsync();
        await client.SendTextAsync("""["authenticate",{"client_id":"b1a4ae1c-6f0c-4b5e-9f5e-4f0f6b1b2a01"}]""");
        await client.ReceiveTextAsync("authenticated");
        const string Start = "[\"ping\",\"";
        var filler = new string('a', (16 * 1024 * 1024) - Start.Length - 2);

        var sending = client.SendTextAsync($"{Start}{filler}\"]");

        Assert.Equal($"[\"pong\",\"{filler}\"]", await client.ReceiveTextAsync("the largest pong"));
        await sending;
    }

    [Fact]
    public async Task Stop_OpenConnections_AreClosedAsServiceRestart()
    {
        var clients = new List<WireClient>();
        for (var index = 0; index < 5; index++)
        {
            clients.Add(await _fixture.ConnectAsync());
            // The pong tells that the session is registered.
            await clients[^1].SendTextAsync("""["ping",1]""");
            Assert.Equal("""["pong",1]""", await clients[^1].ReceiveTextAsync());
        }

        var stopping = _fixture.Server.StopAsync();

        foreach (var client in clients)
        {
            Assert.Equal(1012, await client.ReceiveCloseAsync());
        }

        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => _fixture.Http.GetAsync(new Uri("/healthcheck/", UriKind.Relative)));
    }

    [Fact]
    public async Task Stop_WhileClosing_HealthCheckSaysSoAndNewWebsocketsAreRefused()
    {
        // A client that does not answer the close frame holds the server in its drain.
        await using var client = await _fixture.ConnectAsync();
        await client.SendTextAsync("""["ping",1]""");
        await client.ReceiveTextAsync();

        var stopping = _fixture.Server.StopAsync();

        using var response = await _fixture.Http.GetAsync(new Uri("/healthcheck/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        await using var late = await WireClient.ConnectRawAsync(_fixture.Port);
        await late.SendBytesAsync(WireClient.Request("/ws/world/lighthouse/"));
        Assert.StartsWith("HTTP/1.1 503 ", await late.ReceiveHeadAsync(), StringComparison.Ordinal);
        await stopping;
    }

    [Fact]
    public async Task Stop_WhileSomebodyHasSentHalfARequest_IsStillComplete()
    {
        await using var stranger = await WireClient.ConnectRawAsync(_fixture.Port);
        await stranger.SendBytesAsync("GET /attendee HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray());

        // What it has begun is HTTP's business by now: the answer of a later request shows it.
        using var response = await _fixture.Http.GetAsync(new Uri("/healthcheck/", UriKind.Relative));

        Assert.True(await _fixture.Server.StopAsync());
    }

    [Fact]
    public async Task Stop_Twice_IsOneStop()
    {
        await Task.WhenAll(_fixture.Server.StopAsync(), _fixture.Server.StopAsync());

        Assert.Equal(0, _fixture.Server.Sessions.Count);
    }
}
