using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Announcements;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>Announcements to a world.</summary>
internal static class AnnouncementServices
{
    public static void AddAnnouncements(this IServiceCollection services)
    {
        services.AddSingleton<AnnouncementList>();
        services.AddSingleton<IVisibleAnnouncements>(static provider => provider.GetRequiredService<AnnouncementList>());
        services.AddSingleton<ISignalHandler>(static provider => provider.GetRequiredService<AnnouncementList>());
        services.AddSingleton(static provider => new AnnouncementService(
            provider.GetRequiredService<IAnnouncementStore>(),
            provider.GetRequiredService<AnnouncementList>(),
            provider.GetRequiredService<ILogger<AnnouncementService>>()));
        services.AddSingleton<AnnouncementModule>();
    }
}
