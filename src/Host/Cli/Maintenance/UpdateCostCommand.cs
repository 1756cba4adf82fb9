using System.CommandLine;
using Venueless.Fast.Host.Background.Outside;

namespace Venueless.Fast.Host.Cli.Maintenance;

/// <summary><c>bbb_update_cost</c> (operations.md section 3.10), for cron; says nothing but what fails.</summary>
internal static class UpdateCostCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("bbb_update_cost", "Ask the BigBlueButton servers how busy they are, for the choice of a server.");
        command.SetAction((_, cancellation) => RunAsync(host, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, CancellationToken cancellation)
    {
        await using var work = await CommandWork.OpenAsync(host, isPatient: false);
        await work.Get<BigBlueButtonCosts>().UpdateAsync(cancellation);
        return ExitCodes.Success;
    }
}
