using Venueless.Fast.Core.Freshness;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Modules.Worlds;
using Venueless.Fast.Modules.Worlds.Reports;

namespace Venueless.Fast.Host.Server.Modules;

/// <summary>The world's configuration, tokens, audit log and reports.</summary>
internal static class WorldServices
{
    public static void AddWorlds(this IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(new WorldsOptions
        {
            MediaUrl = settings.Urls.Media,
            HasTwitter = settings.Integrations.TwitterClientId.Length > 0,
            HasLinkedin = settings.Integrations.LinkedinClientId.Length > 0,
        });
        services.AddSingleton<IWorldConfig, WorldConfigWriter>();
        services.AddSingleton(provider => new WorldUpdates(
            provider.GetRequiredService<WorldDirectory>(),
            provider.GetRequiredService<UserDirectory>(),
            provider.GetRequiredService<TopicRegistry>(),
            provider.GetRequiredService<IWorldConfig>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorldUpdates>>()));
        services.AddSingleton<IWorldUpdates>(provider => provider.GetRequiredService<WorldUpdates>());
        services.AddSingleton<ISignalHandler>(provider => provider.GetRequiredService<WorldUpdates>());
        services.AddSingleton(provider => new WorldConfigService(
            provider.GetRequiredService<IWorldStore>(),
            provider.GetRequiredService<IWorldUpdates>(),
            provider.GetRequiredService<WorldsOptions>(),
            provider.GetRequiredService<ILogger<WorldConfigService>>()));
        services.AddSingleton<WorldConfigModule>();
        services.AddSingleton<WorldTokensService>();
        services.AddSingleton<WorldTokensModule>();
        services.AddSingleton<AuditLogService>();
        services.AddSingleton<AuditLogModule>();
        services.AddSingleton<ReportJobs>();
        services.AddSingleton<ReportsModule>();
    }
}
