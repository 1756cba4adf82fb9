using System.CommandLine;
using System.Net;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Cli;

/// <summary>The commands that serve: <c>runserver</c>, <c>all</c>, <c>webworker</c> (operations.md sections 3.16 and 7).</summary>
internal static class ServeCommands
{
    public static Command RunServer(CommandHost host)
    {
        var address = new Argument<string>("addrport") { Description = "[address:]port to listen on.", Arity = ArgumentArity.ZeroOrOne };
        address.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !ListenAddress.TryParse(text, IPAddress.Loopback, out _))
            {
                result.AddError($"{text}: {ListenAddress.Expectation}.");
            }
        });
        var command = new Command("runserver", "Run the server; without any configuration with a sample world, for this machine only.") { address };
        command.SetAction((parsed, cancellation) => RunServerAsync(host, parsed.GetValue(address), cancellation));
        return command;
    }

    public static Command All(CommandHost host)
    {
        var command = new Command("all", "Bring the schema up to date, then run server and background work.");
        command.SetAction((_, cancellation) => ServeAsync(host, Settings(host), ListenAddress.Container, migrates: true, isQuickStart: false, cancellation));
        return command;
    }

    public static Command WebWorker(CommandHost host)
    {
        var command = new Command("webworker", "Run the server only; the schema must be up to date.");
        command.SetAction((_, cancellation) => ServeAsync(host, Settings(host), ListenAddress.Container, migrates: false, isQuickStart: false, cancellation));
        return command;
    }

    /// <summary><c>runserver</c>, also when no command is given.</summary>
    public static Task<int> RunServerAsync(CommandHost host, string? address, CancellationToken cancellation)
    {
        var settings = Settings(host);
        var fallback = settings.IsConfigured ? ListenAddress.Development : ListenAddress.QuickStart;
        if (address is not null && ListenAddress.TryParse(address, settings.Operation.Listen?.Address ?? fallback.Address, out var listen))
        {
            settings = settings with { Operation = settings.Operation with { Listen = listen } };
        }

        return ServeAsync(host, settings, fallback, migrates: true, isQuickStart: !settings.IsConfigured, cancellation);
    }

    private static ServerSettings Settings(CommandHost host) => ServerSettings.Read(host.Sources);

    private static Task<int> ServeAsync(
        CommandHost host, ServerSettings settings, IPEndPoint fallback, bool migrates, bool isQuickStart, CancellationToken cancellation) =>
        ServerProcess.RunAsync(
            host,
            settings with { Operation = settings.Operation with { Listen = settings.Operation.Listen ?? fallback } },
            migrates,
            isQuickStart,
            cancellation);
}
