using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Storage.Redis;

/// <summary>
/// The registration in Redis under the reference server's key names (connection.md section 7), and a heartbeat of our own that tells whose entries still count.
/// Thread-safe.
/// </summary>
internal sealed partial class RedisConnectionRegistry : IConnectionRegistry, IAsyncDisposable
{
    /// <summary>Before the id of a node: the key that lives as long as the node does, on the first shard.</summary>
    public const string NodePrefix = "fast:node:";

    /// <summary>How long a node counts as alive after its last sign, in seconds.</summary>
    public const int NodeLifetime = 60;

    /// <summary>How many connections each label has; after a colon and a label, the sign that it is alive.</summary>
    public const string CountsKey = "connections";

    // In seconds.
    private const int LabelLifetime = 60;
    private const int ListLifetime = 90;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(20);

    private readonly RedisShards _shards;
    private readonly GroupedScript _register;
    private readonly GroupedScript _list;
    private readonly NodeIdentity _node;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TimeSpan _flushTimeout;
    private readonly DeliveryPump _pump;
    private readonly ITimer _heartbeat;
    private readonly RedisKey _labelKey;
    private readonly RedisKey _nodeKey;
    private readonly RedisKey _namesKey;

    public RedisConnectionRegistry(RedisShards shards, NodeIdentity node, RedisOptions options, TimeProvider time, ILogger logger)
    {
        _shards = shards;
        _register = new GroupedScript(shards, RedisScripts.Register, keys: 2, arguments: 6);
        _list = new GroupedScript(shards, RedisScripts.ReadList, keys: 1, arguments: 0);
        _node = node;
        _logger = logger;
        _time = time;
        _flushTimeout = options.FlushTimeout;
        _labelKey = $"{CountsKey}:{node.Label}";
        _nodeKey = $"{NodePrefix}{node.Id}";
        _namesKey = NamesKey(node.Label);
        _pump = new DeliveryPump(DeliverAsync, options, time, logger);
        shards.Restored += OnRestored;
        _heartbeat = time.CreateTimer(static registry => ((RedisConnectionRegistry)registry!).Beat(), this, TimeSpan.Zero, HeartbeatInterval);
    }

    /// <summary>After the disposal: what Redis was not told, in words; null: nothing.</summary>
    public string? Lost
    {
        get
        {
            lock (_lock)
            {
                return _pump.IsAbandoned && (_countDifference != 0 || _named.Count > 0 || _changes.Count > 0)
                    ? "ends of registered connections (lists show them until they expire)"
                    : null;
            }
        }
    }

    /// <inheritdoc/>
    public void Connect(long connection)
    {
        lock (_lock)
        {
            _countDifference++;
            _isLabelDue = true;
            _named[connection] = NameChange.Add;
        }

        _pump.Signal();
    }

    /// <inheritdoc/>
    public void Disconnect(long connection)
    {
        lock (_lock)
        {
            _countDifference--;
            if (_named.TryGetValue(connection, out var change) && change == NameChange.Add)
            {
                _named.Remove(connection);
            }
            else
            {
                _named[connection] = NameChange.Remove;
            }
        }

        _pump.Signal();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> RegisterAsync(UserId user, string name, int? limit)
    {
        try
        {
            var surplus = await _register.RunAsync([ListKey(user), _nodeKey], [name, limit ?? 0, ListLifetime, NodeLifetime, NodePrefix, _node.Id]);

            lock (_lock)
            {
                _unsent.Remove(name);
            }

            // The script returns a list of strings, never nil and none in it.
            return ((string[]?)surplus)!;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            if (RedisErrors.IsUnsent(exception))
            {
                lock (_lock)
                {
                    _unsent.Add(name);
                }
            }

            throw RedisErrors.Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public void Unregister(UserId user, string name)
    {
        lock (_lock)
        {
            if (_unsent.Remove(name))
            {
                return;
            }

            _changes[name] = new ListChange(user, name, IsRemoval: true);
        }

        _pump.Signal();
    }

    /// <inheritdoc/>
    public void Refresh()
    {
        lock (_lock)
        {
            _isLabelDue = true;
        }

        _pump.Signal();
    }

    /// <inheritdoc/>
    public void Refresh(UserId user, string name)
    {
        lock (_lock)
        {
            _isLabelDue = true;
            _changes.TryAdd(name, new ListChange(user, name, IsRemoval: false));
        }

        _pump.Signal();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<string>> FindOtherNodesAsync(UserId user)
    {
        try
        {
            HashSet<string>? nodes = null;
            foreach (var name in (RedisValue[])(await _list.RunAsync([ListKey(user)], []))!)
            {
                // Mostly there is no name at all.
                if (NodeIdentity.TryFindNode(name.ToString(), out var node) && node != _node.Id)
                {
                    (nodes ??= new HashSet<string>(StringComparer.Ordinal)).Add(node);
                }
            }

            return nodes is null ? [] : nodes;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsOnlineAsync(UserId user)
    {
        try
        {
            return await _shards.RunAsync(database => database.ListLengthAsync(ListKey(user))) > 0;
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            throw RedisErrors.Unavailable(exception);
        }
    }

    /// <summary>The names of a label's connections, by the time of their opening in unix seconds.</summary>
    public static RedisKey NamesKey(string label) => $"version.{label}";

    public async ValueTask DisposeAsync()
    {
        _shards.Restored -= OnRestored;
        await _heartbeat.DisposeAsync();
        await _pump.DisposeAsync();
        try
        {
            // Whatever is left of this node does not count from now on.
            await _shards.First.KeyDeleteAsync(_nodeKey).WaitAsync(_flushTimeout, TimeProvider.System);
        }
        catch (Exception exception) when (RedisErrors.IsUnavailable(exception))
        {
            // The key expires by itself.
        }
    }

    internal static RedisKey ListKey(UserId user) => $"{CountsKey}.list.user:{user}";

    private void Beat()
    {
        lock (_lock)
        {
            _isNodeDue = true;
        }

        _pump.Signal();
    }

    // At once: when the data of Redis was lost, the node would count as dead until its next heartbeat.
    private void OnRestored()
    {
        Beat();
        _pump.EndPause();
    }
}
