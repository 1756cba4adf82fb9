using Venueless.Fast.Core.Domain;
using Venueless.Fast.Host.Cli;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Profiling;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Host.Server;

/// <summary>A server as a process: log file, signals, printed addresses and profile, exit code.</summary>
internal static class ServerProcess
{
    private static readonly TimeSpan PrintedTokenLifetime = TimeSpan.FromDays(90);

    /// <param name="start">What the command decides; clock, loggers and the operator's word on background work are added here.</param>
    public static async Task<int> RunAsync(CommandHost host, ServerSettings settings, ServerStart start, CancellationToken cancellation)
    {
        DataFolder.Prepare(settings);
        using var log = ProcessLog.Open(host, settings);
        using var stop = new StopSignal();
        await using var cancelled = cancellation.Register(stop.Request);
        using var printer = start.Profile is { } profile ? new ProfilePrinter(profile, host.Output) : null;
        start = start with { Time = host.Time, Loggers = log.Loggers, HasBackgroundWork = start.HasBackgroundWork && settings.Operation.HasBackgroundWork };
        await using var server = await VenuelessServer.StartAsync(settings, start, cancellation);
        if (start.HasSampleWorld)
        {
            await PrintAddressesAsync(host, server);
        }

        await stop.WaitAsync();
        try
        {
            return await server.StopAsync() ? ExitCodes.Success : ExitCodes.Failure;
        }
        finally
        {
            printer?.Print();
        }
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
