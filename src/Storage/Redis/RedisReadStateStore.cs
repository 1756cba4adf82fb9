using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>Read state under the reference server's keys, shared with every other server (chat.md section 2). Thread-safe.</summary>
internal sealed class RedisReadStateStore(RedisShards shards) : IReadStateStore
{
    private readonly RedisShards _shards = shards;

    public async ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default) =>
        Parse(await RunAsync(database => database.HashGetAllAsync(PointersKey(user)), cancellation));

    public async ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        // The client library sends them one behind the other and waits once.
        UserId[] asked = [.. users];
        var entries = await RunAsync(database => Task.WhenAll(asked.Select(user => database.HashGetAllAsync(PointersKey(user)))), cancellation);
        var pointers = new Dictionary<UserId, IReadOnlyDictionary<ChannelId, long>>();
        for (var index = 0; index < asked.Length; index++)
        {
            if (entries[index].Length > 0)
            {
                pointers[asked[index]] = Parse(entries[index]);
            }
        }

        return pointers;
    }

    public async ValueTask SetPointerAsync(UserId user, ChannelId channel, long eventId, CancellationToken cancellation = default) =>
        await RunAsync(database => database.HashSetAsync(PointersKey(user), channel.ToString(), eventId), cancellation);

    public async ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) =>
        await RunAsync(database => database.SetAddAsync(ArmedKey(channel), user.ToString()), cancellation);

    public async ValueTask ArmDirectAsync(ChannelId channel, IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        if (users.Count == 0)
        {
            return;
        }

        var members = new RedisValue[users.Count];
        var count = 0;
        foreach (var user in users)
        {
            members[count++] = user.ToString();
        }

        await RunAsync(database => database.SetAddAsync(ArmedKey(channel), members), cancellation);
    }

    public async ValueTask<bool> DisarmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) =>
        await RunAsync(database => database.SetRemoveAsync(ArmedKey(channel), user.ToString()), cancellation);

    public async ValueTask<IReadOnlyList<UserId>> TakeArmedAsync(ChannelId channel, CancellationToken cancellation = default)
    {
        var members = (RedisValue[]?)await RunAsync(database => database.ScriptEvaluateAsync(RedisScripts.TakeSet, [ArmedKey(channel)]), cancellation) ?? [];
        var users = new List<UserId>(members.Length);
        foreach (var member in members)
        {
            if (Guid.TryParse(member.ToString(), out var user))
            {
                users.Add(new UserId(user));
            }
        }

        return users;
    }

    public async ValueTask ForgetShownToAllAsync(ChannelId channel, CancellationToken cancellation = default) =>
        await RunAsync(database => database.KeyDeleteAsync($"chat:direct:shownall:{channel}"), cancellation);

    private static RedisKey PointersKey(UserId user) => $"chat:read:{user}";

    private static RedisKey ArmedKey(ChannelId channel) => $"chat:unread.notify:{channel}";

    private static Dictionary<ChannelId, long> Parse(HashEntry[] entries)
    {
        var pointers = new Dictionary<ChannelId, long>(entries.Length);
        foreach (var entry in entries)
        {
            // Clients of the reference server can store anything here.
            if (Guid.TryParse(entry.Name.ToString(), out var channel) && entry.Value.TryParse(out long eventId))
            {
                pointers[new ChannelId(channel)] = eventId;
            }
        }

        return pointers;
    }

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellation)
    {
        try
        {
            return await _shards.RunAsync(command, cancellation);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }
}
