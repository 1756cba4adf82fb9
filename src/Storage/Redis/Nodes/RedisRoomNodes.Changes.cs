using System.Globalization;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis.Nodes;

// What is said to Redis when somebody comes or goes, and what it answers.
internal sealed partial class RedisRoomNodes
{
    // In seconds, for the announced step.
    private const int StepLifetime = 900;

    // Versions go on rising when Redis has lost its data.
    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static RoomChange ToChange(RedisResult result, bool isPresent)
    {
        var values = (RedisValue[])result!;
        return new RoomChange(
            long.Parse(values[0].ToString(), CultureInfo.InvariantCulture),
            isPresent,
            IsTurn: values[1] == 1,
            (CrowdStep)(int)values[2],
            IsStepNew: values[3] == 1,
            (long)values[4]);
    }

    private async ValueTask<RoomChange?> ChangeAsync(RoomEntry entry)
    {
        try
        {
            return ViewOf(entry) is { } view ? await AddAsync(entry, view) : await RemoveAsync(entry, _node);
        }
        catch (StoreUnavailableException)
        {
            _uncertain.Add(entry);
            return null;
        }
    }

    private async Task<RoomChange> AddAsync(RoomEntry entry, long view, bool isIndexed = false)
    {
        // Before the room: what is in the room and not in here would be left for ever by a crash.
        try
        {
            if (!isIndexed)
            {
                await _index.RunAsync(entry.ToString());
            }
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }

        var result = await RunAsync(entry, _node, _enter, view);
        lock (_lock)
        {
            // Whoever has left meanwhile is told about after this.
            if (_rooms.TryGetValue(entry.Room, out var users) && users.Views.ContainsKey(entry.User))
            {
                users.Told.Add(entry.User);
            }
        }

        return ToChange(result, isPresent: true);
    }

    private async Task<RoomChange> RemoveAsync(RoomEntry entry, string node)
    {
        var result = await RunAsync(entry, node, _leave, node == _node ? 1 : 0);
        _ = _shards.First.SetRemoveAsync(IndexKey(node), entry.ToString(), CommandFlags.FireAndForget);
        return ToChange(result, isPresent: ((RedisValue[])result!)[5] == 1);
    }

    private async Task<RedisResult> RunAsync(RoomEntry entry, string node, GroupedScript script, long last)
    {
        var result = await EvaluateAsync(entry, node, script, last, mustBeKnown: HasOthersIn(entry));
        if (!result.IsNull)
        {
            return result;
        }

        // Their turns are long over. Redis has lost the room: what is known here counts, and comes first, or the room would seem empty.
        foreach (var (other, view) in OthersIn(entry))
        {
            await EvaluateAsync(other, _node, _enter, view, mustBeKnown: false);
        }

        return await EvaluateAsync(entry, node, script, last, mustBeKnown: false);
    }

    private static async Task<RedisResult> EvaluateAsync(RoomEntry entry, string node, GroupedScript script, long last, bool mustBeKnown)
    {
        var step = StepKey(entry.Room);
        try
        {
            return await script.RunForAsync(step, [UsersKey(entry.Room), step], [entry.User.ToString(), node, Now(), StepLifetime, mustBeKnown ? 1 : 0, last]);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    private bool HasOthersIn(RoomEntry entry)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(entry.Room, out var users) && users.Told.Count > (users.Told.Contains(entry.User) ? 1 : 0);
        }
    }

    private List<(RoomEntry Entry, long View)> OthersIn(RoomEntry entry)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(entry.Room, out var users)
                ? [.. users.Told.Where(user => user != entry.User).Select(user => (entry with { User = user }, users.Views[user]))]
                : [];
        }
    }
}
