using System.CommandLine;

namespace Venueless.Fast.Host.Cli;

/// <summary><c>migrate</c> and <c>showmigrations</c> (operations.md section 3.1).</summary>
internal static class SchemaCommands
{
    public static Command Migrate(CommandHost host)
    {
        var command = new Command("migrate", "Bring the database schema up to date.")
        {
            new Option<bool>("--noinput", "--no-input") { Description = "Accepted; nothing is asked anyway." },
        };
        command.SetAction((_, cancellation) => MigrateAsync(host, cancellation));
        return command;
    }

    public static Command ShowMigrations(CommandHost host)
    {
        var apps = new Argument<string[]>("app_label") { Description = "Groups to list; all without.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("showmigrations", "List the steps of the database schema.") { apps };
        command.SetAction((parsed, cancellation) => ShowAsync(host, parsed.GetValue(apps) ?? [], cancellation));
        return command;
    }

    private static async Task<int> MigrateAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        var applied = await open.Stores.Migrator.MigrateAsync(cancellation);
        foreach (var step in applied)
        {
            await host.Output.WriteLineAsync($"Applied {step}");
        }

        if (applied.Count == 0)
        {
            await host.Output.WriteLineAsync("No migrations to apply.");
        }

        return ExitCodes.Success;
    }

    private static async Task<int> ShowAsync(CommandHost host, string[] apps, CancellationToken cancellation)
    {
        await using var open = await CommandStores.OpenAsync(host);
        foreach (var line in SchemaListing.Describe(await open.Stores.Migrator.ListAsync(cancellation), apps))
        {
            await host.Output.WriteLineAsync(line);
        }

        return ExitCodes.Success;
    }
}
