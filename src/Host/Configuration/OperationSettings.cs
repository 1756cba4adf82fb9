using System.Net;

namespace Venueless.Fast.Host.Configuration;

/// <summary>How the process runs: listening, limits, labels, diagnosis.</summary>
internal sealed record OperationSettings
{
    /// <summary>Of the shutdown time: how much of it the closing of connections may take at most; the rest is for the writers.</summary>
    public const double MaxDrainShare = 0.7;

    /// <summary><c>venueless.listen</c>; null: the default of the command.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Caps every age of cached rows; null: the ages as specified, zero: nothing is used unchecked.</summary>
    public TimeSpan? CacheMaxAge { get; init; }

    /// <summary>From the request to stop to the end of the process; containers kill after 10 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Over how much of the shutdown time the closing of the connections is spread; null is half of it.</summary>
    public TimeSpan? DrainTime { get; init; }

    /// <summary>Whether websockets compress; null: <see cref="Transport.TransportOptions.UsesCompression"/> as it is.</summary>
    public bool? UsesCompression { get; init; }

    /// <summary>Bytes of a frame from which on it is compressed; null: <see cref="Transport.TransportOptions.CompressionThreshold"/> as it is.</summary>
    public int? CompressionThreshold { get; init; }

    /// <summary>Build of the web client; used when the folder exists.</summary>
    public string WebAppFolder { get; init; } = "/venueless/webapp/dist";

    public bool IsDebug { get; init; }

    public string CookieDomain { get; init; } = "";

    /// <summary>Label of this process's connections, <c>commit.environment</c>.</summary>
    public string ConnectionLabel { get; init; } = "unknown.unknown";

    /// <summary>The second half of the label, for metrics.</summary>
    public string Environment { get; init; } = "unknown";

    /// <summary>Background jobs run inside the caller.</summary>
    public bool RunsJobsInline { get; init; }

    /// <summary><c>venueless.background_work</c>: whether the commands that serve also clean up and so on; false for those who leave that to cron.</summary>
    public bool HasBackgroundWork { get; init; } = true;

    /// <summary>Accepted for compatibility; null when not given. One process uses all cores.</summary>
    public int? Workers { get; init; }

    /// <summary>Threads that send what goes to many connections at once; null: by the number of processors.</summary>
    public int? FanOutShards { get; init; }

    /// <summary>Key of <c>?control_token=</c>; empty: off.</summary>
    public Secret ControlSecret { get; init; }

    /// <summary>Null: no statsd.</summary>
    public DnsEndPoint? Statsd { get; init; }

    /// <summary>Whether <c>/metrics</c> is there.</summary>
    public bool HasMetrics { get; init; } = true;

    /// <summary>Key of <c>/metrics</c>; empty: whoever asks from this machine, for this machine, without a proxy.</summary>
    public Secret MetricsToken { get; init; }

    /// <summary>A line per HTTP request, without addresses.</summary>
    public bool HasAccessLog { get; init; }

    public static OperationSettings Read(ConfigurationReader reader)
    {
        var environment = reader.NonEmptyText(null, "VENUELESS_ENVIRONMENT", "unknown");
        var shards = reader.Number("venueless.fan_out_shards", "VENUELESS_FAN_OUT_SHARDS", -1, 0, 64);
        var workers = reader.Number(null, "VENUELESS_WORKERS", 0, 1, 4096);
        var threshold = reader.Number("venueless.compression_threshold", "VENUELESS_COMPRESSION_THRESHOLD", -1, 0, 16 * 1024 * 1024);
        var shutdown = reader.Seconds("venueless.shutdown_timeout", "VENUELESS_SHUTDOWN_TIMEOUT", TimeSpan.FromSeconds(9), TimeSpan.FromHours(1))!.Value;
        return new OperationSettings
        {
            Listen = ReadListen(reader),
            CacheMaxAge = reader.Seconds("venueless.cache_max_age", "VENUELESS_CACHE_MAX_AGE", null, TimeSpan.FromDays(1)),
            ShutdownTimeout = shutdown,
            DrainTime = ReadDrainTime(reader, shutdown),
            UsesCompression = reader.SwitchOrNull("venueless.compression", "VENUELESS_COMPRESSION"),
            CompressionThreshold = threshold < 0 ? null : threshold,
            WebAppFolder = reader.NonEmptyText("webapp.dist", "VENUELESS_WEBAPP_DIR", "/venueless/webapp/dist"),
            IsDebug = reader.Switch(null, "VENUELESS_DEBUG"),
            CookieDomain = reader.Text(null, "VENUELESS_COOKIE_DOMAIN"),
            ConnectionLabel = $"{reader.NonEmptyText(null, "VENUELESS_COMMIT_SHA", "unknown")}.{environment}",
            Environment = environment,
            RunsJobsInline = reader.Text(null, "VENUELESS_CELERY_EAGER") == "true",
            HasBackgroundWork = reader.SwitchOrNull("venueless.background_work", "VENUELESS_BACKGROUND_WORK") ?? true,
            Workers = workers == 0 ? null : workers,
            FanOutShards = shards < 0 ? null : shards,
            ControlSecret = reader.Secret("control.secret", "VENUELESS_CONTROL_SECRET"),
            Statsd = ReadStatsd(reader),
            HasMetrics = reader.SwitchOrNull("metrics.enabled", "VENUELESS_METRICS") ?? true,
            MetricsToken = reader.Secret("metrics.token", "VENUELESS_METRICS_TOKEN"),
            HasAccessLog = reader.Switch("venueless.access_log", "VENUELESS_ACCESS_LOG"),
        };
    }

    // The rest is for clean-ups and writers.
    private static TimeSpan? ReadDrainTime(ConfigurationReader reader, TimeSpan shutdown)
    {
        const string Key = "venueless.drain_time";
        const string Variable = "VENUELESS_DRAIN_TIME";
        var time = reader.Seconds(Key, Variable, null, TimeSpan.FromHours(1));
        if (time > shutdown * MaxDrainShare)
        {
            reader.Reject(reader.Find(Key, Variable)!.Value.Origin, "expected at most 70 % of venueless.shutdown_timeout");
        }

        return time;
    }

    private static IPEndPoint? ReadListen(ConfigurationReader reader)
    {
        if (reader.Find("venueless.listen", "VENUELESS_LISTEN") is not { Text.Length: > 0 } found)
        {
            return null;
        }

        if (!ListenAddress.TryParse(found.Text, IPAddress.Any, out var endpoint))
        {
            reader.Reject(found.Origin, ListenAddress.Expectation);
        }

        return endpoint;
    }

    private static DnsEndPoint? ReadStatsd(ConfigurationReader reader)
    {
        var host = reader.Text("statsd.host", "VENUELESS_STATSD_HOST");
        var port = reader.Number("statsd.port", "VENUELESS_STATSD_PORT", 9125, 1, 65535);
        return host.Length == 0 ? null : new DnsEndPoint(host, port);
    }
}
