using System.Diagnostics.Metrics;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Diagnostics;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Metrics.Statsd;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Metrics;

/// <summary>What is measured and who gets it (design section 9, operations.md section 2.4).</summary>
internal static class MetricServices
{
    /// <summary>Name of the one meter; every instrument's begins with it.</summary>
    public const string MeterName = "venueless";

    public static void AddMetrics(this IServiceCollection services, OperationSettings settings, Stores stores)
    {
        // Always: operators' commands read it as well, and while nobody collects it costs next to nothing.
        services.AddSingleton(static _ => new Meter(MeterName));
        services.AddSingleton(static provider => new NodeMeter(provider.GetRequiredService<Meter>(), provider.GetRequiredService<CommandTable>()));
        if (settings.HasMetrics)
        {
            services.AddSingleton(stores);
            services.AddSingleton<NodeInstruments>();
            services.AddSingleton<PrometheusExport>();
        }

        if (settings.Statsd is not null)
        {
            services.AddSingleton<StatsdReporter>();
        }
    }

    /// <summary>Before the first connection.</summary>
    public static void StartMetrics(this IServiceProvider services)
    {
        services.GetService<NodeInstruments>();
        services.GetService<StatsdReporter>()?.Start();
    }

    /// <summary><c>/metrics</c>, for those who may read it.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<PrometheusExport>() is { } export)
        {
            export.Map(app);
        }
    }
}
