using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Chat;
using Venueless.Fast.Modules.Polls;

namespace Venueless.Fast.Host.Server.Modules;

internal static class PollsServices
{
    public static void AddPolls(this IServiceCollection services)
    {
        services.AddSingleton<IRoomChat, RoomChat>();
        services.AddSingleton(static provider => new PollService(
            provider.GetRequiredService<IPollStore>(),
            provider.GetRequiredService<IRoomChat>(),
            provider.GetRequiredService<IBroker>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PollService>>()));
        services.AddSingleton<PollsModule>();
    }
}
