using System.Net.Sockets;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Crash.Nodes;

/// <summary>
/// An attendee behind a proxy: the first node that takes it serves it, it talks until the connection ends, and comes back one second later, as the web client does.
/// </summary>
/// <param name="number">Its messages begin with it; modulo the nodes, the one that it asks first.</param>
/// <param name="isPatient">What its nodes need goes away: refused messages are counted, and when no node would have it, it asks again after a pause.</param>
internal sealed class RoamingClient(int number, IReadOnlyList<ServerProcess> nodes, string world, bool isPatient = false)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int _acknowledged;
    private int _isServed;
    private int _returns;
    private volatile string[] _rejections = [];

    public CrashClient Talker { get; } = new(number, isPatient);

    /// <summary>The node that it asks first.</summary>
    public int Home => number % nodes.Count;

    /// <summary>Where it talks, after the first login.</summary>
    public Guid Channel { get; private set; }

    /// <summary>How often it came back. Any thread.</summary>
    public int Returns => Volatile.Read(ref _returns);

    /// <summary>How often no node would have it; what they said. Any thread.</summary>
    public IReadOnlyList<string> Rejections => _rejections;

    /// <summary>Messages whose <c>success</c> has arrived, over all connections. Any thread.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Between a login and the end of its connection. Any thread.</summary>
    public bool IsServed => Volatile.Read(ref _isServed) != 0;

    /// <summary>Until the first connection that ends after the request to stop, or until it falls silent.</summary>
    /// <param name="silence">Ends the talk and leaves the connection open.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken silence = default)
    {
        while (await EnterAsync(stopping))
        {
            Volatile.Write(ref _isServed, 1);
            await Talker.TalkAsync(Channel, () => Interlocked.Increment(ref _acknowledged), silence);
            if (silence.IsCancellationRequested)
            {
                return;
            }

            Volatile.Write(ref _isServed, 0);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, CancellationToken.None);
            Interlocked.Increment(ref _returns);
        }
    }

    // False: no node would have it, which ends the client and fails its test.
    private async Task<bool> EnterAsync(CancellationToken stopping)
    {
        while (!await TryEnterAsync())
        {
            if (!isPatient || stopping.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        return true;
    }

    private async Task<bool> TryEnterAsync()
    {
        var reasons = new List<string>();
        for (var attempt = 0; attempt < nodes.Count; attempt++)
        {
            try
            {
                Channel = (await Talker.LogInAsync(nodes[(number + attempt) % nodes.Count].Port, world))[0];
                await Talker.JoinAsync(Channel);
                return true;
            }
            catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
            {
                // Away, or about to go: the proxy asks the next one.
                reasons.Add(exception.Message);
            }
        }

        _rejections = [.. _rejections, string.Join("; ", reasons)];
        return false;
    }
}
