using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules;
using Venueless.Fast.Modules.Auth;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Rooms;
using Venueless.Fast.Modules.Users;
using Venueless.Fast.Modules.Worlds;

namespace Venueless.Fast.Host.Server;

/// <summary>Every module, its steps and their order. A new module is registered here and nowhere else.</summary>
internal static class ModuleServices
{
    public static void AddModules(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(new WorldsOptions { MediaUrl = settings.Urls.Media });
        services.AddSingleton<IWorldConfig, WorldConfigWriter>();
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
        services.AddSingleton<IWorldUpdates>(provider => new WorldUpdates(
            provider.GetRequiredService<IWorldConfig>(),
            provider.GetRequiredService<ILogger<WorldUpdates>>()));
        services.AddRooms(settings);
        services.AddSingleton(provider => new ChatService(
            provider.GetRequiredService<IChatStore>(),
            provider.GetRequiredService<IReadStateStore>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChatService>>()));
        services.AddSingleton<ChatModule>();
        services.AddSingleton<CommandTable, ServerCommandTable>();
        services.AddSteps();
    }

    private static void AddUsers(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(provider => new UsersModule(
            provider.GetRequiredService<IUserStore>(),
            [.. provider.GetServices<IProfileStep>()],
            provider.GetRequiredService<ILogger<UsersModule>>()));
        services.AddSingleton<UserLists>();
        services.AddSingleton<UserListModule>();
        services.AddSingleton<ModerationService>();
        services.AddSingleton<ModerationModule>();
        services.AddSingleton<BlockModule>();
        services.AddSingleton<KioskModule>();
        services.AddSingleton(provider => new SocialLinks(
            new SocialOptions(settings.Site.Url, InstallationSecret.LoadOrCreate(settings, out _).Value), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LinkModule>();
    }

    private static void AddRooms(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(new RoomsOptions { MediaUrl = settings.Urls.Media, ShortUrl = settings.Site.ShortUrl });
        services.AddSingleton<RoomPresence>();
        services.AddSingleton<IRoomCrowd>(provider => provider.GetRequiredService<RoomPresence>());
        services.AddSingleton(provider => new RoomService(
            provider.GetRequiredService<IRoomViewStore>(),
            provider.GetRequiredService<RoomPresence>(),
            provider.GetRequiredService<ILogger<RoomService>>()));
        services.AddSingleton<RoomsModule>();
        services.AddSingleton<IReactionTally, LocalReactionTally>();
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

    // The order of each kind counts. Clean-up: connection.md section 10; after a login: auth-and-users.md section 2.
    private static void AddSteps(this IServiceCollection services)
    {
        services.AddSingleton<ForcedJoins>();
        services.AddSingleton<ILoginStep>(provider => provider.GetRequiredService<ForcedJoins>());
        services.AddSingleton<ILoginStep>(provider => new ScheduleImportTrigger(
            provider.GetRequiredService<IScheduleImportGate>(), provider.GetService<IScheduleImports>()));
        services.AddSingleton<IProfileStep>(provider => provider.GetRequiredService<ForcedJoins>());
        services.AddSingleton<ISessionCleanUp, ChatCleanUp>();
        services.AddSingleton<ISessionCleanUp, RoomCleanUp>();
        services.AddSingleton<ISessionCleanUp, WorldViewCleanUp>();
    }
}
