namespace Venueless.Fast.Core.Freshness;

/// <summary>How old cached rows may be: the table of connection.md section 9.</summary>
public sealed record FreshnessOptions
{
    /// <summary>Caps every age; null: the ages as given; zero: nothing cached is used unchecked (the conformance switch).</summary>
    public TimeSpan? CacheMaxAge { get; init; }

    /// <summary>World at any command.</summary>
    public TimeSpan WorldAge => Cap(TimeSpan.FromSeconds(900));

    /// <summary>Own user at any command.</summary>
    public TimeSpan UserAge => Cap(TimeSpan.FromSeconds(30));

    /// <summary>Room at a room or channel gate, after the connection's first use of it.</summary>
    public TimeSpan RoomAge => Cap(TimeSpan.FromSeconds(30));

    /// <summary>The newest page of a chat at <c>chat.fetch</c>. Normally pushes end it earlier.</summary>
    public TimeSpan HistoryAge => Cap(TimeSpan.FromSeconds(1));

    /// <summary>How often worlds in use are compared with the store, so that long-lived connections notice edits by hand too.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    private TimeSpan Cap(TimeSpan age) => CacheMaxAge is { } cap && cap < age ? cap : age;
}
