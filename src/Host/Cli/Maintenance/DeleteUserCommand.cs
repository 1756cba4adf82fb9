using System.CommandLine;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Modules.Users;

namespace Venueless.Fast.Host.Cli.Maintenance;

/// <summary><c>soft_delete_user</c> (operations.md section 3.14), without an audit row.</summary>
internal static class DeleteUserCommand
{
    public static Command Create(CommandHost host)
    {
        var user = new Argument<string>("user_id") { Description = "UUID of the user." };
        var command = new Command("soft_delete_user", "Delete a user's personal data; messages, questions and votes stay.") { user };
        command.SetAction((parsed, cancellation) => RunAsync(host, parsed.GetRequiredValue(user), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string id, CancellationToken cancellation)
    {
        await using var work = await CommandWork.OpenAsync(host, isPatient: true);
        var deletion = work.Get<UserDeletion>();
        if (!Guid.TryParse(id, out var value)
            || await work.Stores.Moderation.FindWorldAsync(new UserId(value), cancellation) is not { } world
            || await deletion.DeleteRowsAsync(world, new UserId(value), author: null, cancellation) is not { } deleted)
        {
            throw new CommandFailedException($"There is no user with the ID {id}.");
        }

        // The rows are changed: from here on it is to be finished, also for somebody who has lost patience.
        await work.Stores.Notices.ReloadAsync(world, new UserId(value), CancellationToken.None);
        await deletion.FinishAsync(deleted, CancellationToken.None);
        await host.Output.WriteLineAsync("User deleted.");
        return ExitCodes.Success;
    }
}
