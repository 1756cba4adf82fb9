using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Statements;
using Venueless.Fast.Storage.Sql.Writing;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Part of a flush of the read state, as one unit of work.</summary>
/// <remarks>
/// A storm is thousands of readers of the same few events: one statement for all readers of an event. What is left over, readers of as many channels, is spread over
/// units, whose statements share their round trips.
/// </remarks>
internal sealed class ReadStateUnit
{
    // Statements of a unit follow each other, those of several units go side by side.
    private const int MaxStatements = 50;

    // Keeps one statement short of a second also on a small machine.
    private const int MaxUsers = 5_000;

    private readonly List<(ChannelId Channel, long EventId, List<UserId> Users)> _pointers = [];
    private readonly List<ArmedChange> _armed = [];

    /// <summary>Everything, in as many units as that needs.</summary>
    public static List<ReadStateUnit> Split(PointerBacklog pointers, List<ArmedChange> armed)
    {
        var units = new List<ReadStateUnit>();
        var readers = new Dictionary<(ChannelId Channel, long EventId), List<UserId>>();
        foreach (var (user, channel, eventId) in pointers.All())
        {
            if (!readers.TryGetValue((channel, eventId), out var users) || users.Count == MaxUsers)
            {
                users = readers[(channel, eventId)] = [];
                NotFull(units)._pointers.Add((channel, eventId, users));
            }

            users.Add(user);
        }

        foreach (var change in armed)
        {
            NotFull(units)._armed.Add(change);
        }

        return units;
    }

    /// <summary>Returns the number of rows changed.</summary>
    public async ValueTask<int> WriteAsync(WriteScope scope, SqlStatements sql)
    {
        var changed = 0;
        foreach (var (channel, eventId, users) in _pointers)
        {
            changed += await scope.Prepare(sql.ReadState.SetPointers)
                .Bind("@users", users)
                .Bind("@channel", channel)
                .Bind("@event", eventId)
                .ExecuteAsync();
        }

        foreach (var change in _armed)
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

    private static ReadStateUnit NotFull(List<ReadStateUnit> units)
    {
        if (units.Count == 0 || units[^1]._pointers.Count + units[^1]._armed.Count == MaxStatements)
        {
            units.Add(new ReadStateUnit());
        }

        return units[^1];
    }
}
