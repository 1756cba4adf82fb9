using System.CommandLine;
using System.Net;
using Venueless.Fast.Host.Background;
using Venueless.Fast.Host.Configuration;
using Venueless.Fast.Host.Profiling;
using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Cli;

/// <summary>
/// The commands that stay: <c>runserver</c>, <c>runserver_profiled</c>, <c>all</c>, <c>webworker</c>, <c>celery</c> (operations.md sections 3.16 and 7).
/// </summary>
internal static class ServeCommands
{
    public static Command RunServer(CommandHost host)
    {
        var address = Address();
        var command = new Command("runserver", "Run the server; without any configuration with a sample world, for this machine only.") { address };
        command.SetAction((parsed, cancellation) => RunServerAsync(host, parsed.GetValue(address), null, cancellation));
        return command;
    }

    public static Command RunServerProfiled(CommandHost host)
    {
        var address = Address();
        var command = new Command("runserver_profiled", "The same, and print which commands use how much processor time: on SIGUSR1 and at the end.") { address };
        command.SetAction((parsed, cancellation) => OperatingSystem.IsLinux()
            ? RunServerAsync(host, parsed.GetValue(address), new CpuProfile(), cancellation)
            : throw new CommandFailedException("runserver_profiled needs the clocks of Linux."));
        return command;
    }

    public static Command All(CommandHost host)
    {
        var command = new Command("all", "Bring the schema up to date, then run server and background work.");
        command.SetAction((_, cancellation) => ServeAsync(host, Settings(host), ListenAddress.Container, new ServerStart { HasBackgroundWork = true }, cancellation));
        return command;
    }

    public static Command WebWorker(CommandHost host)
    {
        var command = new Command("webworker", "Run the server without background work; the schema must be up to date.");
        command.SetAction((_, cancellation) => ServeAsync(host, Settings(host), ListenAddress.Container, new ServerStart { Migrates = false }, cancellation));
        return command;
    }

    public static Command Celery(CommandHost host)
    {
        var command = new Command("celery", "Run background work only; the schema must be up to date.");
        command.SetAction((_, cancellation) => WorkerProcess.RunAsync(host, Settings(host), cancellation));
        return command;
    }

    /// <summary><c>runserver</c>, also when no command is given.</summary>
    /// <param name="profile">Null: nothing is measured.</param>
    public static Task<int> RunServerAsync(CommandHost host, string? address, CpuProfile? profile, CancellationToken cancellation)
    {
        var settings = Settings(host);
        var fallback = settings.IsConfigured ? ListenAddress.Development : ListenAddress.QuickStart;
        if (address is not null && ListenAddress.TryParse(address, settings.Operation.Listen?.Address ?? fallback.Address, out var listen))
        {
            settings = settings with { Operation = settings.Operation with { Listen = listen } };
        }

        return ServeAsync(host, settings, fallback, new ServerStart { HasSampleWorld = !settings.IsConfigured, HasBackgroundWork = true, Profile = profile }, cancellation);
    }

    private static Argument<string> Address()
    {
        var address = new Argument<string>("addrport") { Description = "[address:]port to listen on.", Arity = ArgumentArity.ZeroOrOne };
        address.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !ListenAddress.TryParse(text, IPAddress.Loopback, out _))
            {
                result.AddError($"{text}: {ListenAddress.Expectation}.");
            }
        });
        return address;
    }

    private static ServerSettings Settings(CommandHost host) => ServerSettings.Read(host.Sources);

    private static Task<int> ServeAsync(CommandHost host, ServerSettings settings, IPEndPoint fallback, ServerStart start, CancellationToken cancellation) =>
        ServerProcess.RunAsync(host, settings with { Operation = settings.Operation with { Listen = settings.Operation.Listen ?? fallback } }, start, cancellation);
}
