using Venueless.Fast.Modules.Posters;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>The module of posters.</summary>
internal static class PosterServices
{
    public static void AddPosters(this IServiceCollection services)
    {
        services.AddSingleton<PosterService>();
        services.AddSingleton<PosterModule>();
    }
}
