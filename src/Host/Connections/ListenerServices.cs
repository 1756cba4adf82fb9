using Microsoft.AspNetCore.Connections;

namespace Venueless.Fast.Host.Connections;

/// <summary>Puts <see cref="WebSocketListener"/> in front of Kestrel.</summary>
internal static class ListenerServices
{
    /// <summary>For every endpoint, none of which may have TLS. Needs a <see cref="Venueless.Fast.Transport.WebSocketServer"/> among the services.</summary>
    public static IServiceCollection AddWebSocketListener(this IServiceCollection services, Func<IServiceProvider, ListenerLimits> limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<IConnectionListenerFactory, WebSocketListenerFactory>();
        return services.AddHostedService<PlainEndpointCheck>();
    }
}
