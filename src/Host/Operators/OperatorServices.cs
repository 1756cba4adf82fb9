using Venueless.Fast.Core.Messaging.Signals;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Operators;

/// <summary>What operators' commands meet in a running node.</summary>
internal static class OperatorServices
{
    public static void AddOperators(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddSingleton<ConnectionOrders>();
        services.AddSingleton<INodeStatistics, ServerStatistics>();
        services.AddSingleton<LocalWorldNotices>();
        services.AddSingleton(static provider => new OperatorDesk(
            provider.GetRequiredService<NodeIdentity>(),
            provider.GetRequiredService<SessionRegistry>(),
            provider.GetRequiredService<ConnectionOrders>(),
            provider.GetRequiredService<INodeStatistics>(),
            provider.GetRequiredService<LocalWorldNotices>()));
        services.AddSingleton(provider => new OperatorAccess(
            stores,
            provider.GetRequiredService<NodeIdentity>(),
            provider.GetRequiredService<OperatorDesk>(),
            DataFolder.ControlSocket(settings),
            provider.GetRequiredService<ILogger<ControlSocket>>()));
    }
}
