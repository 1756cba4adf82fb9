using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>
/// One hash per room: a field per user with its open view and the nodes that have it, and the room's version. The announced step is the reference server's key
/// (rooms.md section 1), beside which the hash lies. Thread-safe.
/// </summary>
/// <remarks>What this node has is also in a set of the node's own, for the others when it dies.</remarks>
internal sealed partial class RedisRoomNodes : IRoomNodes, INodeShare, IAsyncDisposable
{
    private readonly RedisShards _shards;
    private readonly GroupedScript _enter;
    private readonly GroupedScript _leave;
    private readonly GroupedCalls<string, bool> _index;
    private readonly string _node;
    private readonly ILogger _logger;
    private readonly UncertainEntries<RoomEntry> _uncertain;
    private readonly Lock _lock = new();

    // Under _lock: who is here, with the open view.
    private readonly Dictionary<RoomId, UsersHere> _rooms = [];

    private Func<WorldId, RoomId, UserId, RoomChange, Task>? _handle;

    public RedisRoomNodes(RedisShards shards, NodeIdentity node, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _enter = new GroupedScript(shards, RedisScripts.EnterRoom, keys: 2, arguments: 6);
        _leave = new GroupedScript(shards, RedisScripts.LeaveRoom, keys: 2, arguments: 6);
        _index = new GroupedCalls<string, bool>(async members =>
        {
            await shards.RunAsync(database => database.SetAddAsync(IndexKey(node.Id), [.. members.Select(static member => (RedisValue)member)]));
            return new bool[members.Count];
        });
        _node = node.Id;
        _logger = logger;
        _uncertain = new UncertainEntries<RoomEntry>(shards, entry => ViewOf(entry) is not null, TryTellAsync, options, time, logger);
    }

    /// <inheritdoc/>
    public ValueTask<RoomChange?> EnterAsync(WorldId world, RoomId room, UserId user)
    {
        var entry = new RoomEntry(world, room, user);
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out var users))
            {
                _rooms.Add(room, users = new UsersHere(world));
            }

            users.Views[user] = 0;
        }

        return ChangeAsync(entry);
    }

    /// <inheritdoc/>
    public async ValueTask SetViewAsync(WorldId world, RoomId room, UserId user, long view)
    {
        var entry = new RoomEntry(world, room, user);
        bool isTold;
        lock (_lock)
        {
            if (!_rooms.TryGetValue(room, out var users) || !users.Views.ContainsKey(user))
            {
                return;
            }

            users.Views[user] = view;
            isTold = users.Told.Contains(user);
        }

        try
        {
            await AddAsync(entry, view, isIndexed: isTold);
        }
        catch (StoreUnavailableException)
        {
            _uncertain.Add(entry);
        }
    }

    /// <inheritdoc/>
    public ValueTask<RoomChange?> LeaveAsync(WorldId world, RoomId room, UserId user)
    {
        var entry = new RoomEntry(world, room, user);
        lock (_lock)
        {
            if (_rooms.TryGetValue(room, out var users))
            {
                users.Told.Remove(user);
                if (users.Views.Remove(user) && users.Views.Count == 0)
                {
                    _rooms.Remove(room);
                }
            }
        }

        return ChangeAsync(entry);
    }

    /// <inheritdoc/>
    public async ValueTask<RoomUsers> ReadUsersAsync(RoomId room)
    {
        var fields = await _shards.RunForAsync(StepKey(room), database => database.HashGetAllAsync(UsersKey(room)));
        var version = 0L;
        var users = new List<UserId>(fields.Length);
        foreach (var field in fields)
        {
            if (Guid.TryParse(field.Name.ToString(), out var user))
            {
                users.Add(new UserId(user));
            }
            else if (field.Name == "version")
            {
                version = (long)field.Value;
            }
        }

        return new RoomUsers(version, users);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RoomChange>> ReadStepsAsync(IReadOnlyList<RoomId> rooms) => await Task.WhenAll(rooms.Select(async room =>
        ToChange(await _shards.RunForAsync(StepKey(room), database => database.ScriptEvaluateAsync(RedisScripts.ReadRoom, [UsersKey(room)])), isPresent: false)));

    /// <inheritdoc/>
    public void Forget(RoomId room)
    {
        lock (_lock)
        {
            _rooms.Remove(room);
        }

        _uncertain.Forget(entry => entry.Room == room);
        _ = _shards.For(StepKey(room)).KeyDeleteAsync([UsersKey(room), StepKey(room)], CommandFlags.FireAndForget);
    }

    /// <inheritdoc/>
    public void OnChange(Func<WorldId, RoomId, UserId, RoomChange, Task> handle) => _handle = handle;

    /// <inheritdoc/>
    public void Reassert()
    {
        List<RoomEntry> told = [];
        lock (_lock)
        {
            foreach (var (room, users) in _rooms)
            {
                // Not those on their way: whoever brings them has to learn whether it was their turn.
                told.AddRange(users.Told.Select(user => new RoomEntry(users.World, room, user)));
            }
        }

        _uncertain.Add(told);
    }

    /// <inheritdoc/>
    public async Task<bool> BuryAsync(string node)
    {
        var index = IndexKey(node);
        foreach (var member in await _shards.First.SetMembersAsync(index))
        {
            if (RoomEntry.TryParse(member.ToString(), out var entry) && !await TryTellAsync(entry, () => RemoveAsync(entry, node)))
            {
                return false;
            }
        }

        await _shards.First.KeyDeleteAsync(index);
        return true;
    }

    public ValueTask DisposeAsync() => _uncertain.DisposeAsync();

    private static string StepKey(RoomId room) => $"room:approxcount:known:{room}";

    // On the shard of the step.
    private static RedisKey UsersKey(RoomId room) => $"fast:room:{room}:users";

    private static RedisKey IndexKey(string node) => $"{RedisConnectionRegistry.NodePrefix}{node}:rooms";

    /// <summary>Null: not here.</summary>
    private long? ViewOf(RoomEntry entry)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(entry.Room, out var users) && users.Views.TryGetValue(entry.User, out var view) ? view : null;
        }
    }

    private Task<bool> TryTellAsync(RoomEntry entry, bool isHeld)
        => TryTellAsync(entry, () => isHeld ? AddAsync(entry, ViewOf(entry) ?? 0) : RemoveAsync(entry, _node));

    private async Task<bool> TryTellAsync(RoomEntry entry, Func<Task<RoomChange>> tell)
    {
        RoomChange change;
        try
        {
            change = await tell();
        }
        catch (StoreUnavailableException)
        {
            return false;
        }

        try
        {
            await (_handle?.Invoke(entry.World, entry.Room, entry.User, change) ?? Task.CompletedTask);
        }
        catch (Exception exception)
        {
            StorageLog.RoomChangeFailed(_logger, entry.Room.Value, exception);
        }

        return true;
    }
}
