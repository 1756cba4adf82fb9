using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Who may not write to whom: auth-and-users.md section 7. Thread-safe.</summary>
public sealed class BlockModule(IBlockStore store)
{
    private readonly IBlockStore _store = store;

    /// <summary>The blocked user is not told.</summary>
    [Command("user.block")]
    internal ValueTask<CommandResult> BlockAsync(CommandContext context, TargetBody body) => SetAsync(context, body.Id, true, UserErrors.BlockSelf);

    /// <summary>Undoes it.</summary>
    [Command("user.unblock")]
    internal ValueTask<CommandResult> UnblockAsync(CommandContext context, TargetBody body) => SetAsync(context, body.Id, false, UserErrors.UnblockSelf);

    /// <summary>Whom the user blocks.</summary>
    [Command("user.list.blocked")]
    internal async ValueTask<CommandResult> ListAsync(CommandContext context, NoBody body)
    {
        var blocked = await _store.ReadBlockedAsync(context.World.Id, context.User.Id);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteStartArray("users"u8);
        foreach (var row in blocked)
        {
            UserObject.Write(json, new User(row), context.World, context.Now);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return CommandResult.Success;
    }

    private async ValueTask<CommandResult> SetAsync(CommandContext context, PossibleId id, bool isBlocked, ErrorCode ofSelf)
    {
        if (id.Value == context.User.Id.Value)
        {
            return CommandResult.Error(ofSelf);
        }

        var author = new UserAuthor(context.World.Id, context.User.Id, context.Now);
        return id.Value is { } value && await _store.SetAsync(new UserId(value), isBlocked, author)
            ? CommandResult.Success
            : CommandResult.Error(UserErrors.NotFound);
    }
}
