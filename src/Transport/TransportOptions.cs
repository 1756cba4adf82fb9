namespace Venueless.Fast.Transport;

/// <summary>Every limit that a remote client can reach. Validated once, then copied into readonly fields; later changes have no effect.</summary>
/// <remarks>Times are kept by one coarse timer with a period of one second, so they are rounded up to whole seconds.</remarks>
public sealed class TransportOptions
{
    /// <summary>
    /// Start of the request targets that are websockets, default <c>/ws/</c>. A connection whose first bytes are not <c>GET</c> and this prefix
    /// goes on to HTTP untouched. Must start with a slash.
    /// </summary>
    public string PathPrefix { get; set; } = "/ws/";

    /// <summary>
    /// Time for a complete request head, default 10 s: HTTP's own time-outs start only after the hand-over, and a client sends its head in
    /// one packet. 0: no limit.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest request head in bytes, default 16 KiB: twice what proxies pass on with large cookies. 0 is not allowed.</summary>
    public int MaxRequestHeadBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// Longest inbound message in bytes before <see cref="Core.Sessions.Connection.AllowLargeMessages"/>, default 64 KiB: a login with a big token fits,
    /// and strangers cannot fill memory. 0 is not allowed.
    /// </summary>
    public int MaxMessageBytesBeforeLogin { get; set; } = 64 * 1024;

    /// <summary>Longest inbound message in bytes after login, default 16 MiB: the reference's limit. 0 is not allowed.</summary>
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bytes that all unfinished inbound messages of the process may hold together, default 256 MiB: a quarter of a small machine. Above it,
    /// reading of the largest pauses. 0: no limit.
    /// </summary>
    public long MaxUnfinishedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Time to finish a message once started, default 30 s: stops clients that drip bytes to hold memory. 0: no limit.</summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes queued for one connection behind what the kernel took (over TLS: the pipe, 64 KiB by Kestrel's default), default 1 MiB: several seconds of a busy room. Who
    /// exceeds it is a slow consumer. A frame for an empty queue is always taken, so with 0 a single frame
    /// may wait; if it is larger than 64 KiB it does not count while it is being sent.
    /// </summary>
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Whether permessage-deflate (RFC 7692) is negotiated with clients that offer it, default true: a login is four to ten times smaller. False where a proxy in
    /// front compresses, or where bandwidth costs less than the processor. Nothing is kept per connection.
    /// </summary>
    public bool UsesCompression { get; set; } = true;

    /// <summary>
    /// Bytes of a frame, header included, from which on it is sent compressed, default 1 KiB: below, a packet is not saved, and the run costs more than the
    /// bytes. 0: everything that gets smaller.
    /// </summary>
    public int CompressionThreshold { get; set; } = 1024;

    /// <summary>Time without any progress of a started send after which the peer is a slow consumer, default 30 s. 0: no limit.</summary>
    public TimeSpan SendProgressTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time without inbound traffic after which a websocket ping is sent, default 20 s: what the reference does. 0: no pings and no dead-peer check.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time without inbound traffic after which the peer is dead, default 40 s (connection.md section 1). Longer than <see cref="PingInterval"/>.</summary>
    public TimeSpan DeadPeerTimeout { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>
    /// Time for each step of closing (send what is queued, wait until the peer has closed, let the socket finish), default 2 s. 0 is not allowed:
    /// a vanished peer would keep its descriptor.
    /// </summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Messages, pings and pongs per second and connection above which reading pauses (no error, nothing lost), default 200: ten times what a busy
    /// web client sends. 0: no limit.
    /// </summary>
    public int CommandsPerSecond { get; set; } = 200;

    /// <summary>Messages, pings and pongs a connection may send at once after a quiet time, default 1,000. At least <see cref="CommandsPerSecond"/>.</summary>
    public int CommandBurst { get; set; } = 1000;

    /// <summary>Throws when a limit makes no sense. Called by <see cref="WebSocketServer"/>; Host calls it at start-up to fail early.</summary>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(PathPrefix);
        if (PathPrefix[0] != '/' || !System.Text.Ascii.IsValid(PathPrefix) || PathPrefix.Length > 256)
        {
            throw new ArgumentException("PathPrefix must be ASCII, start with a slash and have at most 256 characters.", nameof(PathPrefix));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestHeadBytes, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytesBeforeLogin, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, MaxMessageBytesBeforeLogin);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxUnfinishedBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxQueuedBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(CompressionThreshold);
        ArgumentOutOfRangeException.ThrowIfEqual(CompressionThreshold, int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(CommandsPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(CommandBurst, CommandsPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(HandshakeTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MessageTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(SendProgressTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(PingInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CloseTimeout, TimeSpan.FromSeconds(1));
        if (PingInterval > TimeSpan.Zero)
        {
            // Two ticks of distance: one for the rounding of each of the two.
            ArgumentOutOfRangeException.ThrowIfLessThan(DeadPeerTimeout, PingInterval + TimeSpan.FromSeconds(2));
        }
    }
}
