using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Messaging.Delivery;
using Venueless.Fast.Core.Messaging.Nodes;
using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Reading;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Sessions.Arrivals;
using Venueless.Fast.Host.Background;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Metrics;
using Venueless.Fast.Host.Operators;
using Venueless.Fast.Host.Profiling;
using Venueless.Fast.Storage.Files;
using Venueless.Fast.Transport;
using SessionOptions = Venueless.Fast.Core.Sessions.SessionOptions;

namespace Venueless.Fast.Host.Server;

/// <summary>The composition root: how the node's services are made and who gets what.</summary>
internal static class ServerServices
{
    public static IServiceCollection AddVenueless(this IServiceCollection services, ServerSettings settings, Stores stores, ServerStart start)
    {
        services.AddSingleton(settings);
        services.AddSingleton(start.Time);
        services.AddStores(stores);
        services.AddSingleton<IMediaFiles>(static provider => new MediaFolder(
            DataFolder.MediaFolder(provider.GetRequiredService<ServerSettings>()), provider.GetRequiredService<ILogger<MediaFolder>>()));
        services.AddFanOut(settings.Operation.FanOutShards ?? Math.Max(1, Environment.ProcessorCount / 2), stores);
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<WorldDirectory>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton(new FreshnessOptions { CacheMaxAge = settings.Operation.CacheMaxAge });
        services.AddSingleton(new SessionOptions());
        services.AddNode(NodeIdentity.CreateNew(settings.Operation.ConnectionLabel), stores);
        services.AddModules(settings, stores);
        services.AddOperators(settings, stores);
        services.AddSingleton(CreateSessionServices);
        services.AddSingleton<WorldEndpoint>();
        start.Transport.UsesCompression = settings.Operation.UsesCompression ?? start.Transport.UsesCompression;
        start.Transport.CompressionThreshold = settings.Operation.CompressionThreshold ?? start.Transport.CompressionThreshold;
        services.AddSingleton(provider => OpenWebSockets(provider, start));
        services.AddSingleton<WorldByHost>();
        services.AddSingleton<Lifecycle>();
        services.AddSingleton<PeriodicWork>();
        services.AddMetrics(settings.Operation, stores);
        services.AddBackgroundWork(settings, stores);
        if (start.Profile is { } profile)
        {
            services.AddSingleton(profile);
            services.AddProfile(profile);
        }

        return services;
    }

    private static WebSocketServer OpenWebSockets(IServiceProvider provider, ServerStart start)
    {
        return new WebSocketServer(
            provider.GetRequiredService<WorldEndpoint>(), start.Transport, start.Time, provider.GetRequiredService<ILogger<WebSocketServer>>());
    }

    // On two processors a second thread would only take turns from the first, whose sends then carry fewer messages each (docs/performance.md).
    private static void AddFanOut(this IServiceCollection services, int threads, Stores stores)
    {
        if (threads == 0)
        {
            services.AddSingleton(new TopicRegistry());
            return;
        }

        services.AddSingleton(_ => new FanOut(threads));
        services.AddSingleton(provider =>
        {
            var fanOut = provider.GetRequiredService<FanOut>();
            stores.GatherIn(fanOut);
            return new TopicRegistry(fanOut);
        });
    }

    // The container does not own the stores: they are closed after everything that writes.
    private static void AddStores(this IServiceCollection services, Stores stores)
    {
        services.AddSingleton(stores.Worlds);
        services.AddSingleton(stores.Users);
        services.AddSingleton(stores.Logins);
        services.AddSingleton(stores.Moderation);
        services.AddSingleton(stores.Blocks);
        services.AddSingleton(stores.UserSearch);
        services.AddSingleton(stores.WebPush);
        services.AddSingleton(stores.Chats);
        services.AddSingleton(stores.DirectChannels);
        services.AddSingleton(stores.Rooms);
        services.AddSingleton(stores.ReadStates);
        services.AddSingleton(stores.RoomViews);
        services.AddSingleton(stores.Reactions);
        services.AddSingleton(stores.ShortTokens);
        services.AddSingleton(stores.AuditLog);
        services.AddSingleton(stores.Announcements);
        services.AddSingleton(stores.Exhibition);
        services.AddSingleton(stores.Contacts);
        services.AddSingleton(stores.Invites);
        services.AddSingleton(stores.Questions);
        services.AddSingleton(stores.Polls);

        services.AddSingleton(stores.Posters);
        services.AddSingleton(stores.Roulette);
        services.AddSingleton(stores.BigBlueButton);
        services.AddSingleton(stores.VersionKeys);
        services.AddSingleton(stores.SharedChatState);
        services.AddSingleton(provider => stores.ScheduleImportGate ?? new LocalScheduleImportGate(provider.GetRequiredService<TimeProvider>()));
        foreach (var part in stores.Health)
        {
            services.AddSingleton(part);
        }
    }

    private static void AddNode(this IServiceCollection services, NodeIdentity node, Stores stores)
    {
        services.AddSingleton(node);
        services.AddSingleton(stores.JoinAs(node));
        services.AddSingleton<ConnectionReplacer>();
        services.AddSingleton<Resynchronizer>();
        services.AddSingleton<NodeInbox>();
        services.AddSingleton(provider => stores.OpenBroker(
            node, provider.GetRequiredService<TopicRegistry>(), provider.GetRequiredService<NodeInbox>(), provider.GetRequiredService<Resynchronizer>()));
        services.AddSingleton<IBroadcastDecoder, SingleFormBroadcast.Decoder>();
        services.AddSingleton<IBroadcastDecoder, AdminFormBroadcast.Decoder>();
        services.AddSingleton<ISignalHandler, WorldChangedHandler>();
        services.AddSingleton<ISignalHandler, UserChangedHandler>();
        services.AddSingleton<UserReloadedHandler>();
        services.AddSingleton<WorldReloadedHandler>();
        services.AddSingleton<ISignalHandler>(static provider => provider.GetRequiredService<UserReloadedHandler>());
        services.AddSingleton<ISignalHandler>(static provider => provider.GetRequiredService<WorldReloadedHandler>());
        services.AddSingleton<ISignalHandler, ConnectionsReplacedHandler>();
        services.AddSingleton<ISignalHandler, NotificationSignals.Handler>();
        if (stores.HasOtherNodes)
        {
            services.AddSingleton(provider => new UserArrivals(
                node,
                provider.GetRequiredService<UserDirectory>(),
                provider.GetRequiredService<IConnectionRegistry>(),
                provider.GetRequiredService<IUserHandover>(),
                new Lazy<IBroker>(provider.GetRequiredService<IBroker>),
                provider.GetRequiredService<ILogger<UserArrivals>>()));
            services.AddSingleton<ISignalHandler, UserArrivedHandler>();
            services.AddSingleton<ISignalHandler, UserAnsweredHandler>();
        }
    }

    private static SessionServices CreateSessionServices(IServiceProvider provider) => new()
    {
        Time = provider.GetRequiredService<TimeProvider>(),
        Worlds = provider.GetRequiredService<WorldDirectory>(),
        Users = provider.GetRequiredService<UserDirectory>(),
        Topics = provider.GetRequiredService<TopicRegistry>(),
        Broker = provider.GetRequiredService<IBroker>(),
        Commands = provider.GetRequiredService<CommandTable>(),
        Authenticator = provider.GetRequiredService<IAuthenticator>(),
        DirectChannels = provider.GetRequiredService<IDirectChannelStore>(),
        CleanUps = [.. provider.GetServices<ISessionCleanUp>()],
        Sessions = provider.GetRequiredService<SessionRegistry>(),
        Node = provider.GetRequiredService<NodeIdentity>(),
        Connections = provider.GetRequiredService<IConnectionRegistry>(),
        Replacer = provider.GetRequiredService<ConnectionReplacer>(),
        Arrivals = provider.GetService<UserArrivals>(),
        Options = provider.GetRequiredService<SessionOptions>(),
        Freshness = provider.GetRequiredService<FreshnessOptions>(),
        Logger = provider.GetRequiredService<ILogger<Session>>(),
        Meter = provider.GetService<NodeMeter>(),
    };
}
