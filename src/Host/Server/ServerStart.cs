using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Host.Profiling;
using Venueless.Fast.Transport;

namespace Venueless.Fast.Host.Server;

/// <summary>What a server takes from its surroundings besides the settings; tests own the clock and the limits.</summary>
internal sealed record ServerStart
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Brings the schema up to date first.</summary>
    public bool Migrates { get; init; } = true;

    /// <summary>Imports the sample world when there is none.</summary>
    public bool HasSampleWorld { get; init; }

    /// <summary>Takes part in recurring work.</summary>
    public bool HasBackgroundWork { get; init; }

    /// <summary>Measures what everything costs; null: nothing is measured.</summary>
    public CpuProfile? Profile { get; init; }

    public TransportOptions Transport { get; init; } = new();
}
