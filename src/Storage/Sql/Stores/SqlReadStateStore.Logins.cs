using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Read pointers of many users at once.</summary>
internal sealed partial class SqlReadStateStore
{
    public async ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        while (true)
        {
            int flushes;
            lock (_lock)
            {
                flushes = _flushes;
            }

            var stored = await _database.Readers.ReadAsync(
                (_database.Sql, users),
                static (session, from) => session.Prepare(from.Sql.ReadState.PointersOfUsers)
                    .Bind("@users", from.users)
                    .ReadAllAsync(static row => (User: new UserId(row.Uuid(0)), Channel: new ChannelId(row.Uuid(1)), EventId: row.Number(2))),
                cancellation);
            var pointers = new Dictionary<UserId, Dictionary<ChannelId, long>>();
            foreach (var (user, channel, eventId) in stored)
            {
                PointersOf(pointers, user)[channel] = eventId;
            }

            lock (_lock)
            {
                // As for one user: what was stored during the read is neither in the rows for sure nor in memory any more.
                if (flushes == _flushes)
                {
                    OverlayLocked(pointers, users);
                    return pointers.ToDictionary(static one => one.Key, static one => (IReadOnlyDictionary<ChannelId, long>)one.Value);
                }
            }
        }
    }

    private static Dictionary<ChannelId, long> PointersOf(Dictionary<UserId, Dictionary<ChannelId, long>> pointers, UserId user)
    {
        if (!pointers.TryGetValue(user, out var found))
        {
            pointers.Add(user, found = []);
        }

        return found;
    }

    private void OverlayLocked(Dictionary<UserId, Dictionary<ChannelId, long>> pointers, IReadOnlyCollection<UserId> users)
    {
        foreach (var user in users)
        {
            if (_underWay.Contains(user) || _pending.Contains(user))
            {
                var found = PointersOf(pointers, user);
                _underWay.CopyTo(found, user);
                _pending.CopyTo(found, user);
            }
        }
    }
}
