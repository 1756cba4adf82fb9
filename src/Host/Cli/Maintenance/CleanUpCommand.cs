using System.CommandLine;
using Venueless.Fast.Host.Background;

namespace Venueless.Fast.Host.Cli.Maintenance;

/// <summary><c>cleanup</c> (operations.md section 3.11), for cron; says nothing but what fails.</summary>
internal static class CleanUpCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("cleanup", "Remove what nobody needs any more: ended views, expired files and tokens, abandoned calls.");
        command.SetAction((_, cancellation) => RunAsync(host, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var work = await CommandWork.OpenAsync(host, isPatient: false);
        return await work.Get<CleanUp>().RunAsync(cancellation) ? ExitCodes.Success : ExitCodes.Failure;
    }
}
