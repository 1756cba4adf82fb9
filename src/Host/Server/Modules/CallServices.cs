using Venueless.Fast.Modules.Roulette;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>The modules of calls.</summary>
internal static class CallServices
{
    public static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<RouletteService>();
        services.AddSingleton<RouletteModule>();
        return services;
    }
}
