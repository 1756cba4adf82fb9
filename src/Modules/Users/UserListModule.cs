using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Users;

/// <summary>Lists of users, and who is online: auth-and-users.md section 5. Thread-safe.</summary>
public sealed class UserListModule(UserLists lists, IConnectionRegistry connections)
{
    // Elements of one request that count; the rest is ignored.
    private const int MaxOnlineIds = 1000;

    private readonly UserLists _lists = lists;
    private readonly IConnectionRegistry _connections = connections;

    /// <summary>Everybody, without pages.</summary>
    [Command("user.list")]
    [WorldPermission(Permission.WorldUsersList)]
    internal async ValueTask<CommandResult> ListAsync(CommandContext context, ListBody body)
    {
        if (UserLists.ReadFilter(body.Whole, context.Rights.Has(Permission.WorldUsersManage), out var filter) is { } problem)
        {
            return CommandResult.InvalidBody(problem);
        }

        await _lists.WriteListAsync(context, filter);
        return CommandResult.Success;
    }

    /// <summary>People by name and profile, page by page.</summary>
    [Command("user.list.search")]
    internal async ValueTask<CommandResult> SearchAsync(CommandContext context, SearchBody body)
    {
        await _lists.WriteSearchAsync(context, body);
        return CommandResult.Success;
    }

    /// <summary>Who has an open connection to any node.</summary>
    [Command("user.online_status")]
    [WorldPermission(Permission.WorldView)]
    internal async ValueTask<CommandResult> OnlineAsync(CommandContext context, OnlineStatusBody body)
    {
        var ids = body.Ids.Take(MaxOnlineIds).Distinct(StringComparer.Ordinal).ToArray();

        // All at once: with redis they share a round trip.
        var online = await Task.WhenAll(ids.Select(IsOnlineAsync));
        var json = context.BeginReply();
        json.WriteStartObject();
        for (var index = 0; index < ids.Length; index++)
        {
            json.WriteBoolean(ids[index], online[index]);
        }

        json.WriteEndObject();
        return CommandResult.Success;
    }

    private Task<bool> IsOnlineAsync(string id) => JsonInput.TryParseGuid(System.Text.Encoding.UTF8.GetBytes(id), out var user)
        ? _connections.IsOnlineAsync(new UserId(user)).AsTask()
        : Task.FromResult(false);
}
