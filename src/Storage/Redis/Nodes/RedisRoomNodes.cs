using System.Globalization;
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
internal sealed class RedisRoomNodes : IRoomNodes, INodeShare, IAsyncDisposable
{
    // In seconds, for the announced step.
    private const int StepLifetime = 900;

    private readonly RedisShards _shards;
    private readonly GroupedScript _enter;
    private readonly GroupedScript _leave;
    private readonly GroupedCalls<string, bool> _index;
    private readonly string _node;
    private readonly ILogger _logger;
    private readonly UncertainEntries<Entry> _uncertain;
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
        _uncertain = new UncertainEntries<Entry>(shards, entry => ViewOf(entry) is not null, TryTellAsync, options, time, logger);
    }

    /// <inheritdoc/>
    public ValueTask<RoomChange?> EnterAsync(WorldId world, RoomId room, UserId user)
    {
        var entry = new Entry(world, room, user);
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
        var entry = new Entry(world, room, user);
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
        var entry = new Entry(world, room, user);
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
        List<Entry> told = [];
        lock (_lock)
        {
            foreach (var (room, users) in _rooms)
            {
                // Not those on their way: whoever brings them has to learn whether it was their turn.
                told.AddRange(users.Told.Select(user => new Entry(users.World, room, user)));
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
            if (Entry.TryParse(member.ToString(), out var entry) && !await TryTellAsync(entry, () => RemoveAsync(entry, node)))
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

    /// <summary>Null: not here.</summary>
    private long? ViewOf(Entry entry)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(entry.Room, out var users) && users.Views.TryGetValue(entry.User, out var view) ? view : null;
        }
    }

    private async ValueTask<RoomChange?> ChangeAsync(Entry entry)
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

    private async Task<RoomChange> AddAsync(Entry entry, long view, bool isIndexed = false)
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

    private async Task<RoomChange> RemoveAsync(Entry entry, string node)
    {
        var result = await RunAsync(entry, node, _leave, node == _node ? 1 : 0);
        _ = _shards.First.SetRemoveAsync(IndexKey(node), entry.ToString(), CommandFlags.FireAndForget);
        return ToChange(result, isPresent: ((RedisValue[])result!)[5] == 1);
    }

    private async Task<RedisResult> RunAsync(Entry entry, string node, GroupedScript script, long last)
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

    private static async Task<RedisResult> EvaluateAsync(Entry entry, string node, GroupedScript script, long last, bool mustBeKnown)
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

    private bool HasOthersIn(Entry entry)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(entry.Room, out var users) && users.Told.Count > (users.Told.Contains(entry.User) ? 1 : 0);
        }
    }

    private List<(Entry Entry, long View)> OthersIn(Entry entry)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(entry.Room, out var users)
                ? [.. users.Told.Where(user => user != entry.User).Select(user => (entry with { User = user }, users.Views[user]))]
                : [];
        }
    }

    private Task<bool> TryTellAsync(Entry entry, bool isHeld)
        => TryTellAsync(entry, () => isHeld ? AddAsync(entry, ViewOf(entry) ?? 0) : RemoveAsync(entry, _node));

    private async Task<bool> TryTellAsync(Entry entry, Func<Task<RoomChange>> tell)
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

    /// <summary>A user in a room.</summary>
    private readonly record struct Entry(WorldId World, RoomId Room, UserId User)
    {
        public static bool TryParse(string text, out Entry entry)
        {
            entry = default;
            var parts = text.Split('/', 3);
            if (parts.Length < 3 || !Guid.TryParse(parts[0], out var room) || !Guid.TryParse(parts[1], out var user))
            {
                return false;
            }

            entry = new Entry(new WorldId(parts[2]), new RoomId(room), new UserId(user));
            return true;
        }

        public override string ToString() => $"{Room}/{User}/{World.Value}";
    }
}
