using System.Collections.Concurrent;

namespace Venueless.Fast.Testing;

/// <summary>How clients learn that the nodes have delivered everything published so far: servers of the same process say so. Thread-safe.</summary>
public static class NodeBarrier
{
    private static readonly ConcurrentDictionary<int, Func<string, Task>> ByPort = new();

    /// <param name="port">Where the server listens.</param>
    /// <param name="pass">Given a world, completes when every node has delivered what was published to the world before the call.</param>
    public static void Set(int port, Func<string, Task> pass) => ByPort[port] = pass;

    public static void Remove(int port) => ByPort.TryRemove(port, out _);

    /// <summary>Completes at once for servers that said nothing.</summary>
    internal static Task PassAsync(int port, string world) => ByPort.TryGetValue(port, out var pass) ? pass(world) : Task.CompletedTask;
}
