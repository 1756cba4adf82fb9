using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Venueless.Fast.Core.Domain.Import;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Host.Cli.Connections;
using Venueless.Fast.Host.Cli.Maintenance;
using Venueless.Fast.Host.Cli.Shell;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Cli;

/// <summary>The program's commands by name, and what every command has in common: usage, help, exit codes (operations.md section 3).</summary>
internal static class CommandLine
{
    // No response files: an argument may start with "@".
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandHost host)
    {
        var root = Build(host);
        var parsed = root.Parse(arguments, Parsing);
        if (parsed.Errors.Count > 0)
        {
            return RefuseArguments(root, parsed, host);
        }

        try
        {
            // Signals are the server's own business: it needs seconds to close its connections.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception exception)
        {
            return Report(host, exception);
        }
    }

    /// <summary>Tells the operator what ended a command; returns its exit code.</summary>
    internal static int Report(CommandHost host, Exception exception) => exception switch
    {
        CommandFailedException failure => Fail(host, failure.ExitCode, [failure.Message]),
        ConfigurationException configuration => Fail(host, ExitCodes.Failure, configuration.Errors),
        SchemaRefusedException refusal => Fail(host, ExitCodes.Failure, [refusal.Message, .. refusal.Details.Select(static detail => $"  {detail}")]),
        WorldImportException or StoreUnavailableException or StoreRefusedException => Fail(host, ExitCodes.Failure, [exception.Message]),

        // A defect: the trace is what a report needs.
        _ => Fail(host, ExitCodes.Failure, [exception.ToString()]),
    };

    // A plain command as root, because RootCommand takes its name from the running program, which is another one in tests.
    private static Command Build(CommandHost host)
    {
        var root = new Command("venueless", "Venueless event server. Without a command it runs the server.")
        {
            ServeCommands.RunServer(host),
            ServeCommands.RunServerProfiled(host),
            ServeCommands.All(host),
            ServeCommands.WebWorker(host),
            ServeCommands.Celery(host),
            SchemaCommands.Migrate(host),
            SchemaCommands.ShowMigrations(host),
            CreateWorldCommand.Create(host),
            CloneWorldCommand.Create(host),
            SuperuserCommands.CreateSuperuser(host),
            SuperuserCommands.ChangePassword(host),
            ListWorldsCommand.Create(host),
            ImportConfigCommand.Create(host),
            GenerateTokenCommand.Create(host),
            ConnectionsCommand.Create(host),
            CleanUpCommand.Create(host),
            UpdateCostCommand.Create(host),
            ClearWorldCommand.Create(host),
            ClearUnusedWorldsCommand.Create(host),
            DeleteUserCommand.Create(host),
            ShellCommand.Create(host),
        };
        root.Options.Add(new HelpOption());
        root.SetAction((_, cancellation) => ServeCommands.RunServerAsync(host, null, null, cancellation));
        return root;
    }

    private static int RefuseArguments(Command root, ParseResult parsed, CommandHost host)
    {
        foreach (var error in parsed.Errors)
        {
            host.Error.WriteLine(error.Message);
        }

        host.Error.WriteLine();
        var help = new List<string> { "--help" };
        for (CommandResult? command = parsed.CommandResult; command is not null && command.Command != root; command = command.Parent as CommandResult)
        {
            help.Insert(0, command.Command.Name);
        }

        root.Parse(help, Parsing).Invoke(new InvocationConfiguration { Output = host.Error, Error = host.Error });
        return ExitCodes.WrongArguments;
    }

    private static int Fail(CommandHost host, int exitCode, IEnumerable<string> messages)
    {
        foreach (var message in messages.Where(message => message.Length > 0))
        {
            host.Error.WriteLine(message);
        }

        return exitCode;
    }
}
