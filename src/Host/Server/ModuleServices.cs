using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules;
using Venueless.Fast.Modules.Auth;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Modules.Worlds.Reports;

namespace Venueless.Fast.Host.Server;

/// <summary>Every module, its steps and their order. A new module is registered here and nowhere else.</summary>
internal static class ModuleServices
{
    public static void AddModules(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ITokenIssuer>(static provider => provider.GetRequiredService<TokenIssuer>());
        services.AddSingleton<LoginService>();
        services.AddSingleton<LoginPayload>();
        services.AddSingleton<IAuthenticator>(provider => new Authenticator(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<LoginService>(),
            provider.GetRequiredService<LoginPayload>(),
            [.. provider.GetServices<ILoginStep>()],
            provider.GetRequiredService<ILogger<Authenticator>>()));
        services.AddUsers(settings);
        services.AddWorlds(settings);
        services.AddRooms(settings, stores);
        services.AddSingleton<IChannelNodes>(_ => stores.ChannelNodes ?? new LoneChannelNodes());
        services.AddSingleton(provider => new ChatService(
            provider.GetRequiredService<IChatStore>(),
            provider.GetRequiredService<IDirectChannelStore>(),
            provider.GetRequiredService<IReadStateStore>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<IChannelNodes>(),
            provider.GetService<IMessageJobs>() ?? NoMessageJobs.Instance,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChatService>>()));
        services.AddSingleton<ChatModule>();
        services.AddSingleton<CommandTable, ServerCommandTable>();
        services.AddSteps();
        services.AddDecoders();
    }

    private static void AddWorlds(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(new WorldsOptions
        {
            MediaUrl = settings.Urls.Media,
            HasTwitter = settings.Integrations.TwitterClientId.Length > 0,
            HasLinkedin = settings.Integrations.LinkedinClientId.Length > 0,
        });
        services.AddSingleton<IWorldConfig, WorldConfigWriter>();
        services.AddSingleton(provider => new WorldUpdates(
            provider.GetRequiredService<WorldDirectory>(),
            provider.GetRequiredService<UserDirectory>(),
            provider.GetRequiredService<TopicRegistry>(),
            provider.GetRequiredService<IWorldConfig>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorldUpdates>>()));
        services.AddSingleton<IWorldUpdates>(provider => provider.GetRequiredService<WorldUpdates>());
        services.AddSingleton<ISignalHandler>(provider => provider.GetRequiredService<WorldUpdates>());
        services.AddSingleton(provider => new WorldConfigService(
            provider.GetRequiredService<IWorldStore>(),
            provider.GetRequiredService<IWorldUpdates>(),
            provider.GetRequiredService<WorldsOptions>(),
            provider.GetRequiredService<ILogger<WorldConfigService>>()));
        services.AddSingleton<WorldConfigModule>();
        services.AddSingleton<WorldTokensService>();
        services.AddSingleton<WorldTokensModule>();
        services.AddSingleton<AuditLogService>();
        services.AddSingleton<AuditLogModule>();
        services.AddSingleton<ReportJobs>();
        services.AddSingleton<ReportsModule>();
    }

    private static void AddUsers(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(provider => new UsersModule(
            provider.GetRequiredService<IUserStore>(),
            [.. provider.GetServices<IProfileStep>()],
            provider.GetRequiredService<ILogger<UsersModule>>()));
        services.AddSingleton<UserLists>();
        services.AddSingleton<UserListModule>();
        services.AddSingleton(provider => new ModerationService(
            provider.GetRequiredService<IModerationStore>(),
            provider.GetRequiredService<IMediaFiles>(),
            [.. provider.GetServices<IBanStep>()],
            provider.GetRequiredService<ILogger<ModerationService>>()));
        services.AddSingleton<ModerationModule>();
        services.AddSingleton<BlockModule>();
        services.AddSingleton<KioskModule>();
        services.AddSingleton(provider => new SocialLinks(
            new SocialOptions(settings.Site.Url, InstallationSecret.LoadOrCreate(settings, out _).Value), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LinkModule>();
    }

    private static void AddRooms(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddSingleton(new RoomsOptions { MediaUrl = settings.Urls.Media, ShortUrl = settings.Site.ShortUrl });
        services.AddSingleton(_ => new RoomPresence(stores.RoomNodes));
        services.AddCrowd(stores);
        services.AddSingleton<ISignalHandler, RoomDeletedHandler>();
        services.AddSingleton(provider => new RoomService(
            provider.GetRequiredService<IRoomViewStore>(),
            provider.GetRequiredService<RoomPresence>(),
            provider.GetRequiredService<ILogger<RoomService>>(),
            provider.GetService<CrowdExchange>()));
        services.AddSingleton<RoomsModule>();
        services.AddSingleton(provider => stores.ReactionTally ?? new LocalReactionTally(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ReactionService(
            provider.GetRequiredService<IReactionTally>(),
            provider.GetRequiredService<IReactionStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReactionService>>()));
        services.AddSingleton<ReactionsModule>();
        services.AddSingleton(provider => new RoomChanges(
            provider.GetRequiredService<RoomsOptions>(),
            provider.GetRequiredService<ILogger<RoomChanges>>()));
        services.AddSingleton<RoomConfigService>();
        services.AddSingleton<RoomConfigModule>();
        services.AddSingleton(provider => new RoomLifeService(
            provider.GetRequiredService<IRoomStore>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<RoomChanges>(),
            provider.GetRequiredService<RoomPresence>(),
            provider.GetRequiredService<IWorldConfig>(),
            provider.GetRequiredService<ILogger<RoomLifeService>>()));
        services.AddSingleton<RoomLifeModule>();
        services.AddSingleton<ScheduleService>();
        services.AddSingleton<ScheduleModule>();
        services.AddSingleton<InviteLinks>();
        services.AddSingleton<InviteModule>();
    }

    // A node that is alone has nobody to exchange crowds with.
    private static void AddCrowd(this IServiceCollection services, Stores stores)
    {
        if (stores.RoomNodes is not { } nodes)
        {
            services.AddSingleton<IRoomCrowd>(provider => provider.GetRequiredService<RoomPresence>());
            return;
        }

        services.AddSingleton(provider => new CrowdExchange(
            provider.GetRequiredService<RoomPresence>(),
            nodes,
            provider.GetRequiredService<IRoomViewStore>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<WorldDirectory>(),
            provider.GetRequiredService<UserDirectory>(),
            provider.GetRequiredService<TopicRegistry>(),
            new Lazy<IBroker>(provider.GetRequiredService<IBroker>),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CrowdExchange>>()));
        services.AddSingleton<IRoomCrowd>(provider => provider.GetRequiredService<CrowdExchange>());
        services.AddSingleton<ISignalHandler>(provider => provider.GetRequiredService<CrowdExchange>());
    }

    // What a module sends between nodes in a form of its own.
    private static void AddDecoders(this IServiceCollection services)
    {
        services.AddSingleton<IBroadcastDecoder, ChannelEventDecoder>();
        services.AddSingleton<IBroadcastDecoder, CrowdStepDecoder>();
        services.AddSingleton<IBroadcastDecoder, RoomCreatedDecoder>();
        services.AddSingleton<IBroadcastDecoder, RoomScheduleDecoder>();
    }

    // The order of each kind counts. Clean-up: connection.md section 10; after a login: auth-and-users.md section 2.
    private static void AddSteps(this IServiceCollection services)
    {
        services.AddSingleton<ForcedJoins>();
        services.AddSingleton<ILoginStep>(provider => provider.GetRequiredService<ForcedJoins>());
        services.AddSingleton<ILoginStep>(provider => new ScheduleImportTrigger(
            provider.GetRequiredService<IScheduleImportGate>(), provider.GetService<IScheduleImports>()));
        services.AddSingleton<IProfileStep>(provider => provider.GetRequiredService<ForcedJoins>());
        services.AddSingleton<IBanStep, ChatBans>();
        services.AddSingleton<ISessionCleanUp, ChatCleanUp>();
        services.AddSingleton<ISessionCleanUp, RoomCleanUp>();
        services.AddSingleton<ISessionCleanUp, WorldViewCleanUp>();
    }
}
