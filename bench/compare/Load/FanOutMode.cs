namespace Venueless.Fast.Compare.Load;

/// <summary>How messages are offered. Exactly one of the two is not 0.</summary>
/// <param name="Name">As the tables name it.</param>
/// <param name="Window">Closed loop: so many messages are under way, the next follows when one has arrived everywhere.</param>
/// <param name="MessagesPerSecond">Open loop: whether earlier ones have arrived or not.</param>
internal sealed record FanOutMode(string Name, int Window, int MessagesPerSecond)
{
    /// <summary>The price of one send: nothing can be merged.</summary>
    public static readonly FanOutMode OneUnderWay = new("w1", 1, 0);

    /// <summary>What merging is worth.</summary>
    public static readonly FanOutMode SixteenUnderWay = new("w16", 16, 0);

    /// <summary>A lively chat.</summary>
    public static readonly FanOutMode Steady = new("r10", 0, 10);

    /// <summary>A million deliveries a second with 10,000 receivers: more than anybody sends singly.</summary>
    public static readonly FanOutMode Burst = new("burst", 0, 100);

    /// <summary>A keynote.</summary>
    public static readonly FanOutMode Keynote = new("keynote", 0, 5);

    public static IReadOnlyList<FanOutMode> All { get; } = [OneUnderWay, SixteenUnderWay, Steady, Burst];

    /// <summary>The limit that this mode is compared with: where messages wait for each other, the limit merges.</summary>
    public string Limit => this == SixteenUnderWay || this == Burst ? Servers.ServerCatalogue.RawMerge : Servers.ServerCatalogue.RawSend;
}
