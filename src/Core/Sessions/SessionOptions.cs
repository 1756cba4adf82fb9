namespace Venueless.Fast.Core.Sessions;

/// <summary>Times of a connection's life (connection.md sections 2, 5, 6).</summary>
public sealed record SessionOptions
{
    /// <summary>How long a connection may be silent before login; the web client gives up after 60 s.</summary>
    public TimeSpan UnauthenticatedTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Each connection draws its lifetime between these two and is closed when idle after it (daily limit).</summary>
    public TimeSpan MinLifetime { get; init; } = TimeSpan.FromHours(21.6);

    /// <inheritdoc cref="MinLifetime"/>
    public TimeSpan MaxLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Between <c>connection.replaced</c> or <c>server.fatal</c> and the close: the browser shows the message first.</summary>
    public TimeSpan CloseAfterErrorDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Between <c>connection.reload</c> after moderation and the close.</summary>
    public TimeSpan CloseAfterReloadDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Limit for all clean-up steps of one connection together. Default 60 s: it is there for a step that hangs, and when a hall leaves at once everybody waits for
    /// everybody's writes (7 s for 10,000 with PostgreSQL on a busy machine, docs/performance.md).
    /// </summary>
    public TimeSpan CleanUpTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
