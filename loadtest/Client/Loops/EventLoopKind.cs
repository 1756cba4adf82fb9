namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>How an event loop learns which sockets are ready.</summary>
public enum EventLoopKind
{
    /// <summary><see cref="Epoll"/> on Linux, else <see cref="Portable"/>.</summary>
    Automatic,

    /// <summary>One edge-triggered epoll instance per loop.</summary>
    Epoll,

    /// <summary>The runtime's asynchronous sockets, whose completions are handed to the loop's thread: everywhere, at several times the cost.</summary>
    Portable,
}
