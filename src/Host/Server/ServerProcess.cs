using System.Runtime.InteropServices;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Logging;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Host.Server;

/// <summary>A server as a process: log file, signals, printed addresses, exit code.</summary>
internal static class ServerProcess
{
    private static readonly TimeSpan PrintedTokenLifetime = TimeSpan.FromDays(90);

    public static async Task<int> RunAsync(CommandHost host, ServerSettings settings, bool migrates, bool isQuickStart, CancellationToken cancellation)
    {
        DataFolder.Prepare(settings);
        var file = OpenLog(DataFolder.LogFile(settings));
        using var loggers = CreateLoggers(host, settings, file);
        using var reopen = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            file.Reopen();
        });

        using var stop = new StopSignal();
        await using var cancelled = cancellation.Register(stop.Request);

        var start = new ServerStart { Time = host.Time, Loggers = loggers, Migrates = migrates, HasSampleWorld = isQuickStart, HasBackgroundWork = settings.Operation.HasBackgroundWork };
        await using var server = await VenuelessServer.StartAsync(settings, start, cancellation);
        if (isQuickStart)
        {
            await PrintAddressesAsync(host, server);
        }

        await stop.WaitAsync();
        return await server.StopAsync() ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static LogFile OpenLog(string path)
    {
        try
        {
            return new LogFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be written: {exception.Message}");
        }
    }

    private static LoggerFactory CreateLoggers(CommandHost host, ServerSettings settings, LogFile file)
    {
        var minimum = settings.Operation.IsDebug ? LogLevel.Debug : LogLevel.Information;
        var filter = new LoggerFilterOptions { MinLevel = minimum };
        // The framework's own news (routing, hosting, every bad request) is not the operator's.
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
        // Logs what its start and stop throw as well, with a trace; we report that ourselves, in one line where the operator can mend it.
        filter.Rules.Add(new LoggerFilterRule(null, "Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None, null));
        return new LoggerFactory([new LineLoggerProvider(host.Error, file, minimum, host.Time)], filter);
    }

    private static async Task PrintAddressesAsync(CommandHost host, VenuelessServer server)
    {
        var worlds = await server.Stores.Worlds.ListAsync();
        if (worlds.FirstOrDefault(world => IsLocal(world.Domain)) is not { } world)
        {
            return;
        }

        var site = $"localhost:{server.Address.Port}";
        await host.Output.WriteLineAsync($"Attendees:      http://{site}/");
        if (WorldConfig.Compile(world.Config).JwtSecrets is [{ Issuers.Count: > 0, Audiences.Count: > 0 } secret, ..])
        {
            var token = new TokenIssuer(host.Time).Issue(secret, "administrator", ["admin"], PrintedTokenLifetime);
            await host.Output.WriteLineAsync($"Administrator:  http://{site}/#token={token}");
        }

        await host.Output.WriteLineAsync($"Websocket:      ws://{site}/ws/world/{Uri.EscapeDataString(world.Id.Value)}/");
        await host.Output.FlushAsync();
    }

    private static bool IsLocal(string? domain) =>
        domain is null or "localhost" || domain.StartsWith("localhost:", StringComparison.Ordinal);
}
