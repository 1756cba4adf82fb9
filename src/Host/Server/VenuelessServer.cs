using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Background;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Connections;
using Venueless.Fast.Host.Metrics;
using Venueless.Fast.Host.Operators;

namespace Venueless.Fast.Host.Server;

/// <summary>One running node: stores, sessions, websockets and HTTP on one port. Several may run in one process, each with its own data folder.</summary>
internal sealed class VenuelessServer : IAsyncDisposable
{
    // The documented net.core.somaxconn of the container.
    private const int ListenBacklog = 4096;

    // What a socket of HTTP is read ahead while its request is busy. The framework's 1 MiB would be a gigabyte for every thousand strangers who send faster
    // than they may. More than HTTP's longest head.
    private const long ReadAheadBytes = 64 * 1024;

    // The rest of the shutdown time is for clean-ups, the peers' close frames and the writers.
    private const double SpreadShare = 0.5;

    // Of the shutdown time: what requests get that are still being answered.
    private const double RequestShare = 0.1;

    private readonly ServerSettings _settings;
    private readonly Stores _stores;
    private readonly WebApplication _app;
    private readonly ILogger _logger;

    // Set by the first caller of StopAsync; later ones wait for the same end.
    private Task<bool>? _stopping;

    private VenuelessServer(ServerSettings settings, Stores stores, WebApplication app, ILogger logger)
    {
        _settings = settings;
        _stores = stores;
        _app = app;
        _logger = logger;
        Sessions = app.Services.GetRequiredService<SessionRegistry>();
    }

    /// <summary>Where it really listens, with the port that the system chose for port 0.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.None, 0);

    public Stores Stores => _stores;

    public SessionRegistry Sessions { get; }

    /// <summary>Gone after the stop.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Prepares the data folder and the store, then listens on <c>settings.Operation.Listen</c> (the quick start's address if null).</summary>
    public static async Task<VenuelessServer> StartAsync(ServerSettings settings, ServerStart? start = null, CancellationToken cancellation = default)
    {
        start ??= new ServerStart();
        var logger = start.Loggers.CreateLogger<VenuelessServer>();
        DataFolder.Prepare(settings);
        var stores = await Stores.OpenAsync(settings, start.Time, start.Loggers);
        try
        {
            ServerLog.Started(logger, stores.Address, stores.Broker);
            await PrepareAsync(settings, stores, start, logger, cancellation);
            if (!start.HasBackgroundWork)
            {
                ServerLog.NoBackgroundWork(logger);
            }

            var server = new VenuelessServer(settings, stores, Build(settings, stores, start), logger);
            await server.ListenAsync(cancellation);
            if (start.HasBackgroundWork)
            {
                server.Services.GetRequiredService<WorkSchedule>().Start();
            }

            return server;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops gracefully within the configured time: no new connections, sessions closed in small random groups, writers flushed, and only then HTTP, which says until the
    /// end that the node is stopping. False: not everything was written, for example because the database is away; the log says what. Any thread.
    /// </summary>
    public Task<bool> StopAsync()
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _stopping, done.Task, null) ?? StopInTimeAsync(done);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task PrepareAsync(ServerSettings settings, Stores stores, ServerStart start, ILogger logger, CancellationToken cancellation)
    {
        InstallationSecret.LoadOrCreate(settings, out var wasCreated);
        if (wasCreated && settings.IsConfigured)
        {
            ServerLog.SecretCreated(logger, Path.Combine(settings.DataFolder, ".secret"));
        }

        if (!settings.Integrations.SentryDsn.IsEmpty)
        {
            ServerLog.SentryIgnored(logger);
        }

        if (start.Migrates)
        {
            ServerLog.Migrated(logger, (await stores.Migrator.MigrateAsync(cancellation)).Count);
        }
        else
        {
            await SchemaRequirement.CheckAsync(stores, cancellation);
        }

        if (start.HasSampleWorld)
        {
            await SampleWorld.ImportIfEmptyAsync(stores, cancellation);
        }
    }

    private static WebApplication Build(ServerSettings settings, Stores stores, ServerStart start)
    {
        // Nothing of the framework's own configuration: our settings are the only ones.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "venueless", ContentRootPath = settings.DataFolder });
        builder.Services.AddSingleton<IHostLifetime, NoHostLifetime>();
        builder.Services.AddSingleton(start.Loggers);
        builder.Services.AddRouting();
        builder.Services.AddVenueless(settings, stores, start);
        builder.Services.Configure<SocketTransportOptions>(options => (options.Backlog, options.MaxReadBufferSize) = (ListenBacklog, ReadAheadBytes));
        builder.WebHost.UseKestrelCore();
        builder.Services.AddWebSocketListener(static provider => new ListenerLimits(ConnectionLimit.Read(), IsDraining(provider.GetRequiredService<Lifecycle>())));
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
        var app = builder.Build();
        app.UseVenueless();
        return app;

        void ConfigureKestrel(KestrelServerOptions kestrel)
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(ListenAt(settings));
        }

        static Func<bool> IsDraining(Lifecycle lifecycle) => () => lifecycle.IsDraining;
    }

    private static IPEndPoint ListenAt(ServerSettings settings) => settings.Operation.Listen ?? ListenAddress.QuickStart;

    private async Task ListenAsync(CancellationToken cancellation)
    {
        try
        {
            Services.GetRequiredService<PeriodicWork>();
            Services.StartMetrics();
            await _app.StartAsync(cancellation);
            Services.GetRequiredService<OperatorAccess>().Open();
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            // Taken; or not an address of this machine, or a port that only root may have.
            await _app.DisposeAsync();
            throw new ConfigurationException($"venueless.listen: cannot listen on {ListenAt(_settings)}: {exception.Message}");
        }

        var address = new Uri(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        Address = new IPEndPoint(ListenAt(_settings).Address, address.Port);
        ServerLog.Listening(_logger, Address.ToString(), Services.GetRequiredService<ListenerLimits>().MaxConnections?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any number of");
    }

    private async Task<bool> StopInTimeAsync(TaskCompletionSource<bool> done)
    {
        var isComplete = false;
        try
        {
            return isComplete = await TimedStop.RunAsync(StopCoreAsync(), _settings.Operation.ShutdownTimeout, _logger);
        }
        finally
        {
            done.TrySetResult(isComplete);
        }
    }

    /// <returns>See <see cref="Stores.Lost"/>.</returns>
    private async Task<IReadOnlyList<string>> StopCoreAsync()
    {
        var limit = _settings.Operation.ShutdownTimeout;
        Services.GetRequiredService<Lifecycle>().BeginDrain();
        await new SessionDrain(Sessions, _logger).RunAsync(_settings.Operation.DrainTime ?? limit * SpreadShare, limit * OperationSettings.MaxDrainShare);
        await _stores.FlushAsync();
        try
        {
            await StopHttpAsync(limit * RequestShare);
        }
        finally
        {
            await _stores.DisposeAsync();
        }

        return _stores.Lost;
    }

    /// <param name="limit">Then requests that nobody finishes, half a head for example, are cut off.</param>
    private async Task StopHttpAsync(TimeSpan limit)
    {
        using var timeUp = new CancellationTokenSource(limit);
        try
        {
            await _app.StopAsync(timeUp.Token);
        }
        finally
        {
            await _app.DisposeAsync();
        }
    }
}
