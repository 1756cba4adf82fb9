namespace Venueless.Fast.LoadTest.Running;

/// <summary>About one second of the whole test, since the point before. Latencies in milliseconds; null without any.</summary>
/// <param name="Time">Seconds since the test began.</param>
/// <param name="ServerCores">CPU seconds per second; null when the server cannot be watched.</param>
internal sealed record SeriesPoint(
    double Time,
    string Phase,
    int Connected,
    long Deliveries,
    long Replies,
    long Joins,
    long Pushes,
    long Errors,
    double? P50,
    double? P99,
    double? Max,
    double? PingP50,
    double? PingP99,
    double ReceivedMegabytes,
    double? ServerCores,
    double? ServerMegabytes);
