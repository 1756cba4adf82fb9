using System.Net.Sockets;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>
/// An attendee behind a proxy: the first node that takes it serves it, it talks until the connection ends, and comes back one second later, as the web client does.
/// </summary>
internal sealed class RoamingClient(int number, ServerProcess[] nodes, string world)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int _acknowledged;
    private int _isServed;

    public CrashClient Talker { get; } = new(number);

    /// <summary>How often it came back.</summary>
    public int Returns { get; private set; }

    /// <summary>How often no node would have it; what they said.</summary>
    public List<string> Rejections { get; } = [];

    /// <summary>Messages whose <c>success</c> has arrived, over all connections. Any thread.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Between a login and the end of its connection. Any thread.</summary>
    public bool IsServed => Volatile.Read(ref _isServed) != 0;

    /// <summary>Until the first connection that ends after the request to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (await EnterAsync() is { } channel)
        {
            Volatile.Write(ref _isServed, 1);
            await Talker.TalkAsync(channel, () => Interlocked.Increment(ref _acknowledged));
            Volatile.Write(ref _isServed, 0);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, CancellationToken.None);
            Returns++;
        }
    }

    // Null: no node would have it, which ends the client and fails its test.
    private async Task<Guid?> EnterAsync()
    {
        var reasons = new List<string>();
        for (var attempt = 0; attempt < nodes.Length; attempt++)
        {
            try
            {
                var channel = (await Talker.LogInAsync(nodes[(number + attempt) % nodes.Length].Port, world))[0];
                await Talker.JoinAsync(channel);
                return channel;
            }
            catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
            {
                // Away, or about to go: the proxy asks the next one.
                reasons.Add(exception.Message);
            }
        }

        Rejections.Add(string.Join("; ", reasons));
        return null;
    }
}
