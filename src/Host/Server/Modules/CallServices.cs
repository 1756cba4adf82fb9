using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules.Calls.BigBlueButton;
using Venueless.Fast.Modules.Calls.DigitalSamba;
using Venueless.Fast.Modules.Calls.Janus;
using Venueless.Fast.Modules.Calls.Zoom;
using Venueless.Fast.Modules.Roulette;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>The modules of calls, and the roulette that leads to them.</summary>
internal static class CallServices
{
    public static void AddCalls(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton<RouletteService>();
        services.AddSingleton<RouletteModule>();
        services.AddSingleton<IBroadcastDecoder, CallStepDecoder>();
        services.AddSingleton<BigBlueButtonModule>();
        services.AddSingleton<JanusModule>();
        services.AddSingleton<DigitalSambaModule>();
        services.AddSingleton(_ => new ZoomOptions(InstallationSecret.LoadOrCreate(settings, out var _).Value));
        services.AddSingleton<ZoomModule>();
    }
}
