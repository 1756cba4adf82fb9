namespace Venueless.Fast.Host.Operators;

/// <summary>Limits of the control socket (docs/limits.md). Only who may read the data folder as the server's user can reach it.</summary>
internal sealed record ControlSocketOptions
{
    /// <summary>Clients served at once; others wait until one has gone. A command needs one for some milliseconds.</summary>
    public int MaxClients { get; init; } = 8;

    /// <summary>Of one request, line end included. Above it the client gets an error and is disconnected. Many times what a request with a long label takes.</summary>
    public int MaxLineBytes { get; init; } = 16 * 1024;

    /// <summary>For a request to arrive, from the connection or the answer before on, and for its answer to be taken; then the client is disconnected.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two attempts while another server has the data folder: one that is being replaced needs seconds to stop.</summary>
    public TimeSpan TakeOverInterval { get; init; } = TimeSpan.FromSeconds(2);
}
