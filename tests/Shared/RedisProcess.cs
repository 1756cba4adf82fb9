using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Venueless.Fast.Testing;

/// <summary>A Redis of the test's own, to be killed and started again, always on the same port and always empty.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("venueless-redis-").FullName;
    private readonly int _port = FreePort.Find();
    private Process? _process;

    public string Url => $"redis://127.0.0.1:{_port}/0";

    public static async Task<RedisProcess> StartNewAsync()
    {
        var redis = new RedisProcess();
        await redis.StartAsync();
        return redis;
    }

    /// <summary>Returns when it answers.</summary>
    public async Task StartAsync()
    {
        string[] arguments = ["--bind", "127.0.0.1", "--port", $"{_port}", "--dir", _folder, "--save", "", "--appendonly", "no", "--logfile", "log"];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments))!;
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await AnswersAsync(limit.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"redis-server ended with {_process.ExitCode}.");
            }

            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Ends it like a crash.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Its connections stay, and nothing is answered.</summary>
    public Task HoldAsync() => SignalAsync("-STOP");

    /// <summary>Ends <see cref="HoldAsync"/>.</summary>
    public Task GoOnAsync() => SignalAsync("-CONT");

    /// <summary>With the rights of an operator.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_port},allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    // By hand: the client library tries for many seconds once its first attempt has failed.
    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellation);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellation);
            var answer = new byte["+PONG\r\n".Length];
            await stream.ReadExactlyAsync(answer, cancellation);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
