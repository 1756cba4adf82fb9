using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Redis;

/// <summary>Read state under the reference server's keys, shared with every other server (chat.md section 2). Thread-safe.</summary>
/// <remarks>Pointers wait in memory for at most a second, until somebody asks for them, and when the store is disposed.</remarks>
internal sealed partial class RedisReadStateStore : IReadStateStore, IAsyncDisposable
{
    // Arguments of one script call.
    private const int MaxArmed = 500;

    private readonly RedisShards _shards;
    private readonly GroupedScript _setPointer;

    public RedisReadStateStore(RedisShards shards, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _setPointer = new GroupedScript(shards, RedisScripts.SetPointer, keys: 2, arguments: 2);
        _options = options;
        _logger = logger;
        _timer = time.CreateTimer(
            static store => _ = ((RedisReadStateStore)store!).FlushAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask<IReadOnlyDictionary<ChannelId, long>> ReadPointersAsync(UserId user, CancellationToken cancellation = default)
    {
        while (true)
        {
            var (flushes, held) = FindHeld([user]);
            var pointers = await RunAsync(database => ReadStoredAsync(database, user), cancellation);
            if (TryOverlay(pointers, user, held.Contains(user) ? flushes : null))
            {
                return pointers;
            }
        }
    }

    public async ValueTask<IReadOnlyDictionary<UserId, IReadOnlyDictionary<ChannelId, long>>> ReadPointersAsync(
        IReadOnlyCollection<UserId> users, CancellationToken cancellation = default)
    {
        UserId[] asked = [.. users];
        while (true)
        {
            var (flushes, held) = FindHeld(asked);
            // The client library sends them one behind the other and waits once.
            var stored = await RunAsync(database => Task.WhenAll(asked.Select(user => ReadStoredAsync(database, user))), cancellation);
            var pointers = new Dictionary<UserId, IReadOnlyDictionary<ChannelId, long>>();
            var isCurrent = true;
            for (var index = 0; index < asked.Length && isCurrent; index++)
            {
                var ofUser = stored[index];
                isCurrent = TryOverlay(ofUser, asked[index], held.Contains(asked[index]) ? flushes : null);
                if (ofUser.Count > 0)
                {
                    pointers[asked[index]] = ofUser;
                }
            }

            if (isCurrent)
            {
                return pointers;
            }
        }
    }

    // Redis decides, over all nodes.
    public bool TryArm(ChannelId channel, UserId user, out bool isNew)
    {
        isNew = false;
        return false;
    }

    public async ValueTask<bool> ArmAsync(ChannelId channel, UserId user, CancellationToken cancellation = default) =>
        await RunAsync(database => database.SetAddAsync(ArmedKey(channel), user.ToString()), cancellation);

    public async ValueTask<IReadOnlyList<UserId>> ArmAsync(ChannelId channel, IReadOnlyList<UserId> users, CancellationToken cancellation = default)
    {
        var added = new List<UserId>();
        for (var start = 0; start < users.Count; start += MaxArmed)
        {
            var members = new RedisValue[Math.Min(MaxArmed, users.Count - start)];
            for (var index = 0; index < members.Length; index++)
            {
                members[index] = users[start + index].ToString();
            }

            var indexes = (int[]?)await RunAsync(
                database => database.ScriptEvaluateAsync(RedisScripts.AddToSet, [ArmedKey(channel)], members), cancellation);
            foreach (var index in indexes ?? [])
            {
                added.Add(users[start + index]);
            }
        }

        return added;
    }

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
        await RunAsync(database => database.KeyDeleteAsync(ShownToAllKey(channel)), cancellation);

    internal static RedisKey PointersKey(UserId user) => $"chat:read:{user}";

    /// <summary>There while the user is known to be gone: no node brings the pointers back.</summary>
    internal static RedisKey GoneKey(UserId user) => $"fast:gone:{user}";

    internal static RedisKey ArmedKey(ChannelId channel) => $"chat:unread.notify:{channel}";

    internal static RedisKey ShownToAllKey(ChannelId channel) => $"chat:direct:shownall:{channel}";

    private async Task<Dictionary<ChannelId, long>> ReadStoredAsync(IDatabase database, UserId user)
    {
        try
        {
            return Parse(await database.HashGetAllAsync(PointersKey(user)));
        }
        catch (Exception exception) when (RedisErrors.IsHopeless(exception))
        {
            // One strange key must not keep everybody of a batch from logging in.
            StorageLog.RedisKeyRefused(_logger, PointersKey(user).ToString(), exception.Message);
            return [];
        }
    }

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
