using System.Diagnostics;
using StackExchange.Redis;

namespace Venueless.Fast.Testing;

/// <summary>A Redis of the test's own, to be killed and started again, always on the same port and always empty.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

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
        while (true)
        {
            try
            {
                await using var connection = await ConnectAsync();
                await connection.GetDatabase().PingAsync();
                return;
            }
            catch (RedisConnectionException) when (!_process.HasExited)
            {
                await Task.Delay(20, limit.Token);
            }
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

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_port}");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
