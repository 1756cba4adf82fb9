namespace Venueless.Fast.Host.Metrics.Statsd;

/// <summary>One counter of statsd.</summary>
/// <param name="name">With all tags.</param>
/// <param name="read">Its total.</param>
internal sealed class StatsdCounter(string name, Func<long> read)
{
    private readonly Func<long> _read = read;

    public string Name { get; } = name;

    /// <summary>How much of it statsd has got.</summary>
    public long Sent { get; set; }

    public long Read() => _read();
}
