using Venueless.Fast.Core.Files;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Background.Outside;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Background;

/// <summary>Recurring work and what it is made of; the same for the schedule of a server and for commands.</summary>
internal static class BackgroundServices
{
    // operations.md sections 3.10 and 3.11: what the documented cron lines do.
    private static readonly TimeSpan CleanUpInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CostInterval = TimeSpan.FromMinutes(1);

    /// <summary>Nothing runs before <see cref="WorkSchedule.Start"/>.</summary>
    public static void AddBackgroundWork(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddBackgroundSteps(settings, stores);
        services.AddSingleton(stores.Work);
        services.AddSingleton(static provider =>
        {
            var cleanUp = provider.GetRequiredService<CleanUp>();
            return new RecurringWork("cleanup", CleanUpInterval, cancellation => cleanUp.RunAsync(cancellation));
        });
        services.AddSingleton(static provider =>
        {
            var costs = provider.GetRequiredService<BigBlueButtonCosts>();
            return new RecurringWork("bbb_update_cost", CostInterval, costs.UpdateAsync);
        });
        services.AddSingleton<WorkSchedule>();
    }

    /// <summary>For commands: what they run and what that needs, without a schedule. Expects clock, loggers and <see cref="IMediaFiles"/>.</summary>
    public static void AddBackgroundSteps(this IServiceCollection services, ServerSettings settings, Stores stores)
    {
        services.AddSingleton(settings.Integrations);
        services.AddSingleton(stores.StoredFiles);
        services.AddSingleton<FileRemoval>();
        services.AddSingleton<DigitalSambaApi>();
        services.AddSingleton(provider => new CleanUp(
            stores.CleanUps,
            provider.GetRequiredService<FileRemoval>(),
            settings.Integrations.DigitalSambaTeam.Length == 0
                ? null
                : new DigitalSambaCleanUp(stores.DigitalSamba, provider.GetRequiredService<DigitalSambaApi>(), settings.Integrations.DigitalSambaRetention),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CleanUp>>()));
        services.AddSingleton(provider => new BigBlueButtonCosts(stores.BigBlueButton, provider.GetRequiredService<ILogger<BigBlueButtonCosts>>()));
    }
}
