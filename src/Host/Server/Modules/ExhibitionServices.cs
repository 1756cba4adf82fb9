using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Exhibition;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>Exhibitors and contact requests.</summary>
internal static class ExhibitionServices
{
    public static void AddExhibition(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new ExhibitionService(
            provider.GetRequiredService<IExhibitionStore>(), provider.GetRequiredService<ILogger<ExhibitionService>>()));
        services.AddSingleton<ExhibitionModule>();
        services.AddSingleton<ContactService>();
        services.AddSingleton<ContactModule>();
    }
}
