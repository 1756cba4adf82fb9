using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Background;

/// <summary>Background work as a process of its own (operations.md section 7): log file, signals, exit code.</summary>
internal static class WorkerProcess
{
    public static async Task<int> RunAsync(CommandHost host, ServerSettings settings, CancellationToken cancellation)
    {
        DataFolder.Prepare(settings);
        using var log = ProcessLog.Open(host, settings);
        using var stop = new StopSignal();
        await using var cancelled = cancellation.Register(stop.Request);
        var worker = await BackgroundWorker.StartAsync(settings, host.Time, log.Loggers, cancellation);
        await stop.WaitAsync();
        return await worker.StopAsync() ? ExitCodes.Success : ExitCodes.Failure;
    }
}
