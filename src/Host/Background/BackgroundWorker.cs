using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;
using Venueless.Fast.Storage.Files;

namespace Venueless.Fast.Host.Background;

/// <summary>
/// Takes part in recurring work without serving anybody: no listening, no websockets, and nobody asks its health. Whoever starts one wants the work done, so
/// <c>venueless.background_work</c> does not count here.
/// </summary>
internal sealed class BackgroundWorker
{
    private readonly ServerSettings _settings;
    private readonly Stores _stores;
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;

    private BackgroundWorker(ServerSettings settings, Stores stores, ServiceProvider services, ILogger logger)
    {
        _settings = settings;
        _stores = stores;
        _services = services;
        _logger = logger;
    }

    /// <summary>Throws what the start of a server throws, <see cref="SchemaRefusedException"/> included: it changes no schema.</summary>
    public static async Task<BackgroundWorker> StartAsync(ServerSettings settings, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var logger = loggers.CreateLogger<BackgroundWorker>();
        var stores = await Stores.OpenAsync(settings, time, loggers);
        try
        {
            ServerLog.Started(logger, stores.Address, stores.Broker);
            await SchemaRequirement.CheckAsync(stores, cancellation);
            var worker = new BackgroundWorker(settings, stores, Build(settings, stores, time, loggers), logger);
            worker._services.GetRequiredService<WorkSchedule>().Start();
            ServerLog.BackgroundOnly(logger);
            return worker;
        }
        catch
        {
            await stores.DisposeAsync();
            throw;
        }
    }

    /// <summary>Interrupts what runs, between two of its transactions; once. False: that did not succeed within the configured time.</summary>
    public Task<bool> StopAsync() => TimedStop.RunAsync(StopCoreAsync(), _settings.Operation.ShutdownTimeout, _logger);

    private static ServiceProvider Build(ServerSettings settings, Stores stores, TimeProvider time, ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(NodeIdentity.CreateNew(settings.Operation.ConnectionLabel));
        services.AddSingleton<IMediaFiles>(new MediaFolder(DataFolder.MediaFolder(settings), loggers.CreateLogger<MediaFolder>()));
        services.AddBackgroundWork(settings, stores);
        return services.BuildServiceProvider();
    }

    private async Task<IReadOnlyList<string>> StopCoreAsync()
    {
        try
        {
            await _services.DisposeAsync();
        }
        finally
        {
            await _stores.DisposeAsync();
        }

        return _stores.Lost;
    }
}
