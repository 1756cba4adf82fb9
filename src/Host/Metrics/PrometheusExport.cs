using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Metrics;

/// <summary>Collects what this node's meter and the runtime measure, and answers Prometheus in its text format.</summary>
internal sealed class PrometheusExport : IDisposable
{
    public const string Path = "/metrics";

    // Since .NET 9 the runtime measures itself: collections, thread pool, locks, processor time, memory.
    private const string RuntimeMeter = "System.Runtime";

    private readonly MeterProvider _provider;
    private readonly MetricsGate _gate;

    public PrometheusExport(Meter meter, NodeIdentity node, ServerSettings settings)
    {
        _gate = new MetricsGate(settings.Operation.MetricsToken);
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource
                .AddService("venueless", serviceVersion: node.Label, serviceInstanceId: node.Id)
                .AddAttributes([new("deployment.environment", settings.Operation.Environment)]))
            .AddMeter(MetricServices.MeterName, RuntimeMeter)
            // Several nodes may run in one process, each with a meter of this name.
            .AddView(instrument => instrument.Meter.Name == MetricServices.MeterName && instrument.Meter != meter ? MetricStreamConfiguration.Drop : null)
            // Every scrape sees what is: nobody scrapes so often that it would have to be remembered.
            .AddPrometheusExporter(static options => options.ScrapeResponseCacheDurationMilliseconds = 0)
            .Build();
    }

    public void Map(WebApplication app) =>
        app.MapPrometheusScrapingEndpoint(Path, _provider, branch => branch.Use(next => context => _gate.AnswerAsync(context, next)), optionsName: null);

    public void Dispose() => _provider.Dispose();
}
