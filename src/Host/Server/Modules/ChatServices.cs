using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Sessions.Arrivals;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Chat.History;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>Chat.</summary>
internal static class ChatServices
{
    public static void AddChat(this IServiceCollection services, Stores stores)
    {
        services.AddSingleton<IChannelNodes>(_ => stores.ChannelNodes ?? new LoneChannelNodes());
        services.AddSingleton<ChannelHistory>();
        services.AddSingleton<IResynchronizationStep>(static provider => provider.GetRequiredService<ChannelHistory>());
        services.AddSingleton(provider => new ChatService(
            provider.GetRequiredService<IChatStore>(),
            provider.GetRequiredService<IDirectChannelStore>(),
            provider.GetRequiredService<IReadStateStore>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<IChannelNodes>(),
            provider.GetRequiredService<ChannelHistory>(),
            provider.GetService<IMessageJobs>() ?? NoMessageJobs.Instance,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ChatService>>()));
        services.AddSingleton<IUserHandover>(static provider => provider.GetRequiredService<ChatService>());
        services.AddSingleton<ChatModule>();
        services.AddSingleton<IRoomChat, RoomChat>();
        services.AddSingleton<ForcedJoins>();
        services.AddSingleton<IBroadcastDecoder, ChannelEventDecoder>();
    }
}
