using Venueless.Fast.Core.Domain;
using Venueless.Fast.Storage.Sql.Sessions;

namespace Venueless.Fast.Storage.Postgres;

/// <summary>Probes users together: whoever asks while a probe is under way is served by the next one, with everybody else who waits. Thread-safe.</summary>
internal sealed class UserStampProbe(SqlReaderPool readers)
{
    // Grants and blocks change what a user may do and see, without touching its row.
    private const string Sql =
        """
        SELECT u.id, hashtextextended(concat_ws(';', u.xmin::text,
            (SELECT string_agg(concat_ws(',', g.id::text, g.xmin::text), ';' ORDER BY g.id) FROM core_worldgrant g WHERE g.user_id = u.id),
            (SELECT string_agg(concat_ws(',', g.id::text, g.xmin::text), ';' ORDER BY g.id) FROM core_roomgrant g WHERE g.user_id = u.id),
            (SELECT string_agg(concat_ws(',', b.id::text, b.xmin::text), ';' ORDER BY b.id) FROM core_user_blocked_users b WHERE b.from_user_id = u.id)), 0)
        FROM core_user u
        WHERE u.id = ANY(@users)
        """;

    private readonly SqlReaderPool _readers = readers;
    private readonly Lock _lock = new();

    // Under _lock: whom the next probe serves, and whether one runs.
    private Dictionary<UserId, TaskCompletionSource<long>> _waiting = [];
    private bool _isRunning;

    /// <summary>The user's stamp at some moment after this call.</summary>
    public Task<long> ReadAsync(UserId user)
    {
        Task<long> result;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(user, out var waiter))
            {
                waiter = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(user, waiter);
            }

            result = waiter.Task;
            if (_isRunning)
            {
                return result;
            }

            _isRunning = true;
        }

        _ = RunAsync();
        return result;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            Dictionary<UserId, TaskCompletionSource<long>> served;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isRunning = false;
                    return;
                }

                (served, _waiting) = (_waiting, []);
            }

            await ServeAsync(served);
        }
    }

    private async Task ServeAsync(Dictionary<UserId, TaskCompletionSource<long>> served)
    {
        try
        {
            var stamps = await _readers.ReadAsync(
                served.Keys,
                static (session, users) => session.Prepare(Sql)
                    .Bind("@users", users)
                    .ReadAllAsync(static row => KeyValuePair.Create(new UserId(row.Uuid(0)), row.Number(1))),
                CancellationToken.None);
            foreach (var (user, stamp) in stamps)
            {
                if (served.Remove(user, out var waiter))
                {
                    waiter.SetResult(stamp);
                }
            }

            // Users without a row.
            foreach (var waiter in served.Values)
            {
                waiter.SetResult(0);
            }
        }
        catch (Exception exception)
        {
            foreach (var waiter in served.Values)
            {
                waiter.TrySetException(exception);
            }
        }
    }
}
