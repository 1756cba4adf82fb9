using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>One flush of the read state, as one unit of work.</summary>
internal sealed record ReadStateChanges(Dictionary<UserId, Dictionary<ChannelId, long>> Pointers, List<ArmedChange> Armed)
{
    /// <summary>Returns the number of rows changed.</summary>
    public async ValueTask<int> WriteAsync(WriteScope scope, SqlStatements sql)
    {
        var changed = 0;
        foreach (var (user, pointers) in Pointers)
        {
            foreach (var (channel, eventId) in pointers)
            {
                changed += await scope.Prepare(sql.ReadState.SetPointer).Bind("@user", user).Bind("@channel", channel).Bind("@event", eventId).ExecuteAsync();
            }
        }

        foreach (var change in Armed)
        {
            if (change.Removed.Count > 0)
            {
                changed += await scope.Prepare(sql.ReadState.Disarm).Bind("@channel", change.Channel).Bind("@users", change.Removed).ExecuteAsync();
            }

            if (change.Added.Count > 0)
            {
                changed += await scope.Prepare(sql.ReadState.Arm).Bind("@channel", change.Channel).Bind("@users", change.Added).ExecuteAsync();
            }
        }

        return changed;
    }
}
