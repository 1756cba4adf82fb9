using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules.Users;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>Users, lists of them, moderation, blocks, kiosks and links to social networks.</summary>
internal static class UserServices
{
    public static void AddUsers(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(provider => new UsersModule(
            provider.GetRequiredService<IUserStore>(),
            [.. provider.GetServices<IProfileStep>()],
            provider.GetRequiredService<ILogger<UsersModule>>()));
        services.AddSingleton<UserLists>();
        services.AddSingleton<UserListModule>();
        services.AddSingleton<UserDeletion>();
        services.AddSingleton(provider => new ModerationService(
            provider.GetRequiredService<IModerationStore>(),
            provider.GetRequiredService<UserDeletion>(),
            [.. provider.GetServices<IBanStep>()],
            provider.GetRequiredService<ILogger<ModerationService>>()));
        services.AddSingleton<ModerationModule>();
        services.AddSingleton<BlockModule>();
        services.AddSingleton<KioskModule>();
        services.AddSingleton(provider => new SocialLinks(
            new SocialOptions(settings.Site.Url, InstallationSecret.LoadOrCreate(settings, out _).Value), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LinkModule>();
    }
}
