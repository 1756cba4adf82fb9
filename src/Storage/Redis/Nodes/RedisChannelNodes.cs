using System.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis.Nodes;

/// <summary>
/// The reference server's sets of subscribed sockets (chat.md section 2), in which a node stands once for all connections it has. Thread-safe.
/// </summary>
/// <remarks>
/// Only a user's first and last connection on a node go to Redis. What this node has is also in a set of the node's own, for the others when it dies. While somebody
/// ends the membership of the last connection a key keeps other nodes from adding one.
/// </remarks>
internal sealed class RedisChannelNodes : IChannelNodes, INodeShare, IAsyncDisposable
{
    // In seconds: two days, as the reference server has it.
    private const int Lifetime = 172_800;

    /// <summary>For a membership to be ended; after that whoever waits goes on.</summary>
    private const int EndingMilliseconds = 10_000;

    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(Lifetime / 4);
    private static readonly TimeSpan EndingPause = TimeSpan.FromMilliseconds(10);

    private readonly RedisShards _shards;
    private readonly GroupedScript _add;
    private readonly GroupedScript _remove;
    private readonly GroupedScript _finish;
    private readonly GroupedCalls<string, bool> _index;
    private readonly string _node;
    private readonly RedisOptions _options;
    private readonly ILogger _logger;
    private readonly UncertainEntries<ChannelEntry> _uncertain;
    private readonly ITimer _renewal;
    private readonly Lock _lock = new();

    // Under _lock: where this node has connections.
    private readonly HashSet<ChannelEntry> _held = [];

    private Func<WorldId, UserId, ChannelId, Task>? _onNoneLeft;

    public RedisChannelNodes(RedisShards shards, NodeIdentity node, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _add = new GroupedScript(shards, RedisScripts.AddToChannel, keys: 2, arguments: 2);
        _remove = new GroupedScript(shards, RedisScripts.RemoveFromChannel, keys: 2, arguments: 3);
        _finish = new GroupedScript(shards, RedisScripts.DeleteIfEqual, keys: 1, arguments: 1);
        _index = new GroupedCalls<string, bool>(AddToIndexAsync);
        _node = node.Id;
        _options = options;
        _logger = logger;
        _uncertain = new UncertainEntries<ChannelEntry>(shards, IsHeld, TryTellAsync, options, time, logger);
        _renewal = time.CreateTimer(static nodes => ((RedisChannelNodes)nodes!).Reassert(), this, RenewInterval, RenewInterval);
    }

    /// <inheritdoc/>
    public async ValueTask AddAsync(WorldId world, UserId user, ChannelId channel)
    {
        var entry = new ChannelEntry(world, user, channel);
        lock (_lock)
        {
            _held.Add(entry);
        }

        try
        {
            await JoinAsync(entry);
        }
        catch (StoreUnavailableException)
        {
            _uncertain.Add(entry);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(WorldId world, UserId user, ChannelId channel, Func<Task> onNoneLeft)
    {
        var entry = new ChannelEntry(world, user, channel);
        lock (_lock)
        {
            _held.Remove(entry);
        }

        string? ending;
        try
        {
            ending = await LeaveAsync(entry, _node);
        }
        catch (StoreUnavailableException)
        {
            // Whether others are left is found out later.
            _uncertain.Add(entry);
            return;
        }

        if (ending is not null)
        {
            try
            {
                await onNoneLeft();
            }
            finally
            {
                await FinishEndingAsync(entry, ending);
            }
        }
    }

    /// <inheritdoc/>
    public void OnNoneLeft(Func<WorldId, UserId, ChannelId, Task> run) => _onNoneLeft = run;

    /// <inheritdoc/>
    public void Reassert()
    {
        ChannelEntry[] held;
        lock (_lock)
        {
            held = [.. _held];
        }

        _uncertain.Add(held);
    }

    /// <inheritdoc/>
    public async Task<bool> BuryAsync(string node)
    {
        var index = IndexKey(node);
        foreach (var member in await _shards.First.SetMembersAsync(index))
        {
            if (ChannelEntry.TryParse(member.ToString(), out var entry))
            {
                if (!await TryEndAsync(entry, node))
                {
                    return false;
                }
            }
        }

        await _shards.First.KeyDeleteAsync(index);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        await _uncertain.DisposeAsync();
    }

    private static RedisKey IndexKey(string node) => $"{RedisConnectionRegistry.NodePrefix}{node}:channels";

    private bool IsHeld(ChannelEntry entry)
    {
        lock (_lock)
        {
            return _held.Contains(entry);
        }
    }

    private async Task JoinAsync(ChannelEntry entry)
    {
        var begun = Stopwatch.GetTimestamp();
        var indexing = IndexAsync(entry);
        var ending = await RunAsync(_add, entry.Key, [entry.Key, entry.EndingKey], [_node, Lifetime]);
        await indexing;

        // Those of this node end under the caller's own gate.
        while ((string?)ending is { } owner && !owner.StartsWith(_node, StringComparison.Ordinal) && Stopwatch.GetElapsedTime(begun) < _options.OperationTimeout)
        {
            await Task.Delay(EndingPause);
            ending = RedisResult.Create(await _shards.RunForAsync(entry.Key, database => database.StringGetAsync(entry.EndingKey)));
        }
    }

    private static async Task<RedisResult> RunAsync(GroupedScript script, string shardKey, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await script.RunForAsync(shardKey, keys, arguments);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    private async Task<IReadOnlyList<bool>> AddToIndexAsync(IReadOnlyList<string> members)
    {
        var adding = _shards.First.SetAddAsync(IndexKey(_node), [.. members.Select(static member => (RedisValue)member)]);
        await _shards.First.KeyExpireAsync(IndexKey(_node), TimeSpan.FromSeconds(Lifetime));
        await adding;
        return new bool[members.Count];
    }

    private async Task IndexAsync(ChannelEntry entry)
    {
        try
        {
            await _index.RunAsync(entry.ToString());
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    /// <summary>Null: others are left. Else the caller has to end the membership and then say so with this.</summary>
    private async Task<string?> LeaveAsync(ChannelEntry entry, string node)
    {
        var ending = $"{_node}:{Guid.NewGuid():N}";
        var isLast = await RunAsync(_remove, entry.Key, [entry.Key, entry.EndingKey], [node, ending, EndingMilliseconds]);
        _ = _shards.First.SetRemoveAsync(IndexKey(node), entry.ToString(), CommandFlags.FireAndForget);
        return (bool)isLast ? ending : null;
    }

    private async Task FinishEndingAsync(ChannelEntry entry, string ending)
    {
        try
        {
            await RunAsync(_finish, entry.Key, [entry.EndingKey], [ending]);
        }
        catch (StoreUnavailableException)
        {
            // It expires by itself.
        }
    }

    private Task<bool> TryTellAsync(ChannelEntry entry, bool isHeld) => isHeld ? TryJoinAsync(entry) : TryEndAsync(entry, _node);

    private async Task<bool> TryJoinAsync(ChannelEntry entry)
    {
        try
        {
            await JoinAsync(entry);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Takes a node out, and ends the membership if it was the last. False: to be done again.</summary>
    private async Task<bool> TryEndAsync(ChannelEntry entry, string node)
    {
        try
        {
            if (await LeaveAsync(entry, node) is not { } ending)
            {
                return true;
            }

            try
            {
                await (_onNoneLeft?.Invoke(entry.World, entry.User, entry.Channel) ?? Task.CompletedTask);
            }
            finally
            {
                await FinishEndingAsync(entry, ending);
            }

            return true;
        }
        catch (StoreUnavailableException exception)
        {
            StorageLog.MembershipNotEnded(_logger, entry.User.Value, entry.Channel.Value, exception.Message);
            return false;
        }
    }

    /// <summary>Also what its shard is found by.</summary>
    internal static string SubscriptionsKey(UserId user, ChannelId channel) => $"chat:subscriptions:{user}:{channel}";
}
