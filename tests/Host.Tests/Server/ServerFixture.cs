using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Host.Tests.Configuration;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Server;

/// <summary>A server in this process with the sample world, on a free port and in a data folder of its own.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly ConfigurationFixture _configuration = new();

    public VenuelessServer Server { get; private set; } = null!;

    public int Port => Server.Address.Port;

    public HttpClient Http { get; private set; } = new();

    public static async Task<ServerFixture> StartAsync(Action<ConfigurationFixture>? configure = null, ServerStart? start = null)
    {
        var fixture = new ServerFixture();
        fixture._configuration.Variable("VENUELESS_LISTEN", "127.0.0.1:0");
        configure?.Invoke(fixture._configuration);
        var settings = ServerSettings.Read(fixture._configuration.Sources);
        fixture.Server = await VenuelessServer.StartAsync(settings, start ?? new ServerStart { HasSampleWorld = true });
        fixture.Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{fixture.Port}") };
        return fixture;
    }

    public Task<WireClient> ConnectAsync(string world = "lighthouse") => WireClient.ConnectAsync(Port, $"/ws/world/{world}/");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        _configuration.Dispose();
    }
}
