using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules.Rooms;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>Rooms: who is in them, their configuration, life, schedule, invitations and reactions.</summary>
internal static class RoomServices
{
    public static void AddRooms(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddSingleton(new RoomsOptions { MediaUrl = settings.Urls.Media, ShortUrl = settings.Site.ShortUrl });
        services.AddSingleton(_ => new RoomPresence(stores.RoomNodes));
        services.AddCrowd(stores);
        services.AddSingleton<ISignalHandler, RoomDeletedHandler>();
        services.AddSingleton<IBroadcastDecoder, CrowdStepDecoder>();
        services.AddSingleton<IBroadcastDecoder, RoomCreatedDecoder>();
        services.AddSingleton<IBroadcastDecoder, RoomScheduleDecoder>();
        services.AddSingleton(provider => new RoomService(
            provider.GetRequiredService<IRoomViewStore>(),
            provider.GetRequiredService<IPollStore>(),
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
}
